export const id = 924;
export const ids = [924];
export const modules = {

/***/ 7924:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  AT_ONCE: () => (/* binding */ AT_ONCE),
  connect: () => (/* binding */ connect)
});

// EXTERNAL MODULE: ../../../work/main/node_modules/undici/index.cjs
var undici = __webpack_require__(5487);
// EXTERNAL MODULE: ../../../work/main/node_modules/undici-full/index.js
var undici_full = __webpack_require__(4488);
var undici_full_namespaceObject = /*#__PURE__*/__webpack_require__.t(undici_full, 2);
;// CONCATENATED MODULE: ./lib/github/undici.js


// Octokit's connections are undici's; with it, the start of a run without GitHub would take twice as long. A module of
// its own, to be imported first: behind a proxy, @actions/github makes its agent when it is loaded.
(0,undici.provide)(undici_full_namespaceObject);

// EXTERNAL MODULE: ../../../work/main/node_modules/@actions/github/lib/github.js + 21 modules
var github = __webpack_require__(6816);
// EXTERNAL MODULE: ../../../work/main/node_modules/@octokit/plugin-retry/dist-bundle/index.js
var dist_bundle = __webpack_require__(5901);
// EXTERNAL MODULE: ../../../work/main/node_modules/@octokit/plugin-throttling/dist-bundle/index.js
var plugin_throttling_dist_bundle = __webpack_require__(8322);
;// CONCATENATED MODULE: ./lib/github/connect.js




const REQUEST_TIMEOUT_MS = 30_000;
/** GitHub may ask to wait an hour; a run that waits so long is better run again. */
const LONGEST_WAIT_SECONDS = 5 * 60;
const RATE_LIMIT_RETRIES = 3;
/**
 * For the member `request` of a call that holds what was just read: it fails rather than being sent later, when that
 * may have changed.
 */
const AT_ONCE = { retries: 0, isAtOnce: true };
/**
 * Octokit with a timeout for each request, retries, and respect for GitHub's rate limits. It follows
 * `GITHUB_API_URL` and the proxy settings of the environment.
 *
 * @param patience `brief`: GitHub's rate limits are not waited for
 */
function connect(token, patience = 'patient') {
    const mayWait = (seconds, { request }, retryCount) => request?.isAtOnce !== true && seconds <= LONGEST_WAIT_SECONDS && retryCount < RATE_LIMIT_RETRIES;
    return (0,github/* getOctokit */.Q)(token, {
        throttle: {
            enabled: patience === 'patient',
            onRateLimit: (seconds, settings, _octokit, count) => mayWait(seconds, settings, count),
            onSecondaryRateLimit: (seconds, settings, _octokit, count) => mayWait(seconds, settings, count),
        },
        // The default also writes to the console, past the job log's own rules.
        log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    }, withTimeout, dist_bundle/* retry */.L, plugin_throttling_dist_bundle/* throttling */.A);
}
function ignore() {
    // Nothing: what matters is thrown.
}
/** First among the plugins, so that the time of each try is counted on its own. */
function withTimeout(octokit) {
    const hook = (send, options) => {
        const signals = [AbortSignal.timeout(REQUEST_TIMEOUT_MS), options.request?.signal].filter((signal) => signal !== undefined);
        return send({ ...options, request: { ...options.request, signal: AbortSignal.any(signals) } });
    };
    octokit.hook.wrap('request', hook);
    return {};
}


/***/ })

};
