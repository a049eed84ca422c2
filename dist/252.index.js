export const id = 252;
export const ids = [252];
export const modules = {

/***/ 6252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  AT_ONCE: () => (/* binding */ AT_ONCE),
  connect: () => (/* binding */ connect)
});

// EXTERNAL MODULE: ./node_modules/undici/index.cjs
var undici = __webpack_require__(4287);
// EXTERNAL MODULE: ./node_modules/undici-full/index.js
var undici_full = __webpack_require__(4886);
var undici_full_namespaceObject = /*#__PURE__*/__webpack_require__.t(undici_full, 2);
;// CONCATENATED MODULE: ./lib/github/undici.js
// The package "undici" is a stand-in of this project, see build/undici-stand-in.


// A module of its own, to be imported before @actions/github, which makes its agent when it is loaded.
(0,undici.provide)(undici_full_namespaceObject);

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 21 modules
var github = __webpack_require__(1758);
// EXTERNAL MODULE: ./node_modules/@octokit/plugin-retry/dist-bundle/index.js
var dist_bundle = __webpack_require__(9735);
// EXTERNAL MODULE: ./node_modules/@octokit/plugin-throttling/dist-bundle/index.js
var plugin_throttling_dist_bundle = __webpack_require__(6856);
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
 * Octokit with a timeout for each request, retries, and waits that follow GitHub's rate limits. It uses the proxy
 * settings of the environment.
 *
 * @param baseUrl the address of the REST API
 */
function connect(token, baseUrl) {
    const mayWait = (seconds, { request }, retryCount) => request?.isAtOnce !== true && seconds <= LONGEST_WAIT_SECONDS && retryCount < RATE_LIMIT_RETRIES;
    return (0,github/* getOctokit */.Q)(token, {
        // The toolkit's own default keeps a slash at the end, and every address would have two.
        baseUrl,
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
