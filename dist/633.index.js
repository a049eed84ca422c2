export const id = 633;
export const ids = [633];
export const modules = {

/***/ 1633:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

var undici_full__WEBPACK_IMPORTED_MODULE_2___namespace_cache;
__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   connect: () => (/* binding */ connect)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1758);
/* harmony import */ var _octokit_plugin_retry__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9735);
/* harmony import */ var _octokit_plugin_throttling__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6856);
/* harmony import */ var undici__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4287);
/* harmony import */ var undici_full__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4886);





// Octokit's connections are undici's; with it, the start of a run without GitHub would take twice as long.
(0,undici__WEBPACK_IMPORTED_MODULE_1__.provide)(/*#__PURE__*/ (undici_full__WEBPACK_IMPORTED_MODULE_2___namespace_cache || (undici_full__WEBPACK_IMPORTED_MODULE_2___namespace_cache = __webpack_require__.t(undici_full__WEBPACK_IMPORTED_MODULE_2__, 2))));
const REQUEST_TIMEOUT_MS = 30_000;
/** GitHub may ask to wait an hour; a run that waits so long is better run again. */
const LONGEST_WAIT_SECONDS = 5 * 60;
const RATE_LIMIT_RETRIES = 3;
/**
 * Octokit with a timeout for each request, retries, and respect for GitHub's rate limits. It follows
 * `GITHUB_API_URL` and the proxy settings of the environment.
 *
 * @param patience `brief`: GitHub's rate limits are not waited for
 */
function connect(token, patience = 'patient') {
    const mayWait = (seconds, retryCount) => seconds <= LONGEST_WAIT_SECONDS && retryCount < RATE_LIMIT_RETRIES;
    return (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token, {
        throttle: {
            enabled: patience === 'patient',
            onRateLimit: (seconds, _options, _octokit, count) => mayWait(seconds, count),
            onSecondaryRateLimit: (seconds, _options, _octokit, count) => mayWait(seconds, count),
        },
        // The default also writes to the console, past the job log's own rules.
        log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    }, withTimeout, _octokit_plugin_retry__WEBPACK_IMPORTED_MODULE_3__/* .retry */ .L, _octokit_plugin_throttling__WEBPACK_IMPORTED_MODULE_4__/* .throttling */ .A);
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
