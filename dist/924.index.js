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
// The package "undici" is a stand-in of this project, see build/undici-stand-in.


// A module of its own, to be imported before @actions/github, which makes its agent when it is loaded.
(0,undici.provide)(undici_full_namespaceObject);

// EXTERNAL MODULE: ../../../work/main/node_modules/@actions/github/lib/github.js + 21 modules
var github = __webpack_require__(6816);
// EXTERNAL MODULE: ../../../work/main/node_modules/@octokit/plugin-retry/dist-bundle/index.js
var dist_bundle = __webpack_require__(5901);
// EXTERNAL MODULE: ../../../work/main/node_modules/@octokit/plugin-throttling/dist-bundle/index.js
var plugin_throttling_dist_bundle = __webpack_require__(8322);
// EXTERNAL MODULE: ./lib/github/api-url.js
var api_url = __webpack_require__(7123);
;// CONCATENATED MODULE: ./lib/github/connect.js





const REQUEST_TIMEOUT_MS = 30_000;
/** GitHub can ask to wait for an hour. It is better to run the workflow again later. */
const LONGEST_WAIT_SECONDS = 5 * 60;
const RATE_LIMIT_RETRIES = 3;
/**
 * The member `request` of a call whose values were just read. Such a call is not sent again later, when the values may
 * have changed.
 */
const AT_ONCE = { retries: 0, isAtOnce: true };
/**
 * Octokit with a timeout for each request, retries, and waits that follow GitHub's rate limits. It uses
 * `GITHUB_API_URL` and the proxy settings of the environment.
 */
function connect(token) {
    const mayWait = (seconds, { request }, retryCount) => request?.isAtOnce !== true && seconds <= LONGEST_WAIT_SECONDS && retryCount < RATE_LIMIT_RETRIES;
    return (0,github/* getOctokit */.Q)(token, {
        // The toolkit's own default keeps a slash at the end, and every address would have two.
        baseUrl: (0,api_url/* apiUrl */.y)(),
        throttle: {
            onRateLimit: (seconds, settings, _octokit, count) => mayWait(seconds, settings, count),
            onSecondaryRateLimit: (seconds, settings, _octokit, count) => mayWait(seconds, settings, count),
        },
        // By default, Octokit writes to the console, past the rules of the job log.
        log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    }, withTimeout, dist_bundle/* retry */.L, plugin_throttling_dist_bundle/* throttling */.A);
}
function ignore() {
    // Errors are thrown.
}
/** The first plugin, so that each attempt has its own timeout. */
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
