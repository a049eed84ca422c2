export const id = 633;
export const ids = [633];
export const modules = {

/***/ 1633:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   connect: () => (/* binding */ connect)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);
/* harmony import */ var _send_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1201);


/**
 * Octokit, which sends its requests as all others to GitHub are sent. It sends nothing twice: retries are in
 * `requests.ts`.
 *
 * @param baseUrl the address of the REST API, without a slash at its end
 * @param signal ends all requests
 * @throws ActionError if the environment names a proxy that cannot be used
 */
function connect(token, baseUrl, env, signal) {
    // By default, Octokit writes to the console, past the rules of the job log. Errors are thrown.
    const ignore = () => undefined;
    const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const send = (0,_send_js__WEBPACK_IMPORTED_MODULE_1__/* .createSender */ .a)(baseUrl, env, signal);
    const fetch = async (address, { method, headers, body }) => {
        const answer = await send(new URL(address), { method, headers, body });
        // A status such as 204 allows no body, not even an empty one.
        const content = answer.body.length > 0 ? answer.body : null;
        return new Response(content, { status: answer.status, headers: headersOf(answer) });
    };
    const octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token, { baseUrl, log, request: { fetch, log } });
    octokit.hook.after('request', (response) => {
        const { status } = response;
        // Octokit takes a redirect that was not followed for a success.
        if (status >= 300)
            throw Object.assign(new Error(`${status}`), { status, response });
    });
    return octokit;
}
function headersOf({ headers }) {
    const all = new Headers();
    for (const [name, value] of Object.entries(headers))
        all.set(name, String(value));
    return all;
}


/***/ })

};
