export const id = 705;
export const ids = [705];
export const modules = {

/***/ 5705:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   commentOnArchived: () => (/* binding */ commentOnArchived),
/* harmony export */   readApproved: () => (/* binding */ readApproved)
/* harmony export */ });
/* harmony import */ var _issue_comment_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6176);
/* harmony import */ var _issue_markers_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7284);
/* harmony import */ var _issue_ticks_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8977);
/* harmony import */ var _report_archiving_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5879);
/* harmony import */ var _rooms_days_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(517);
/* harmony import */ var _comment_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3788);






/** The issue as the place in which people approve that rooms are archived, and read what was archived. */
/** Reads once more which rooms people have approved for the archive. A room that is to be kept is not approved. */
async function readApproved({ host, settings }, { issue }) {
    if (issue === null)
        return new Set();
    const { isOpen, body } = await host.issue(issue.number);
    const { approved, boxes } = (0,_issue_ticks_js__WEBPACK_IMPORTED_MODULE_2__/* .readTicks */ .bn)((0,_issue_markers_js__WEBPACK_IMPORTED_MODULE_1__/* .normalizeLines */ .tZ)(body), settings.issueKey);
    return new Set(isOpen ? [...approved].filter((id) => boxes.get(id)?.isTicked !== true) : []);
}
/** Comments on the rooms that this run has archived, or has found in the archive. */
async function commentOnArchived(context, { issue }, report, now) {
    if (issue === null || context.settings.isDryRun)
        return;
    const rooms = (0,_report_archiving_js__WEBPACK_IMPORTED_MODULE_3__/* .archivedRooms */ .tY)(report);
    if (rooms.length > 0)
        await (0,_comment_js__WEBPACK_IMPORTED_MODULE_4__/* .commentOnce */ .ZD)(context, issue.number, (0,_issue_comment_text_js__WEBPACK_IMPORTED_MODULE_0__/* .archivedComment */ .iM)(rooms, context.runId));
    const before = (0,_report_archiving_js__WEBPACK_IMPORTED_MODULE_3__/* .archivedBefore */ .u)(report);
    if (before.length === 0)
        return;
    await (0,_comment_js__WEBPACK_IMPORTED_MODULE_4__/* .commentOnce */ .ZD)(context, issue.number, (0,_issue_comment_text_js__WEBPACK_IMPORTED_MODULE_0__/* .archivedBeforeComment */ .Fk)(before, (0,_rooms_days_js__WEBPACK_IMPORTED_MODULE_5__/* .formatDay */ .im)((0,_rooms_days_js__WEBPACK_IMPORTED_MODULE_5__/* .dayOf */ .kb)(now))));
}


/***/ })

};
