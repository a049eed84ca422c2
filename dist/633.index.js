export const id = 633;
export const ids = [633];
export const modules = {

/***/ 1633:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   connect: () => (/* binding */ connect)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);

const REQUEST_TIMEOUT_MS = 30_000;
/**
 * Octokit with a timeout for each request. It uses the proxy settings of the environment and sends nothing twice:
 * retries are in `requests.ts`.
 *
 * @param baseUrl the address of the REST API, without a slash at its end
 */
function connect(token, baseUrl) {
    // By default, Octokit writes to the console, past the rules of the job log. Errors are thrown.
    const ignore = () => undefined;
    const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token, { baseUrl, log });
    octokit.hook.before('request', (options) => {
        options.request = { ...options.request, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) };
    });
    return octokit;
}


/***/ })

};
