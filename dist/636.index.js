export const id = 636;
export const ids = [636];
export const modules = {

/***/ 636:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   issueHost: () => (/* binding */ issueHost)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2896);
/* harmony import */ var _shared_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2730);
/* harmony import */ var _shared_secret_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7721);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6422);
/* harmony import */ var _requests_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4817);





/**
 * The issues of a repository at GitHub. Its answers are validated: one that is cut must not be taken for an empty one. The
 * key of the portal is neither written nor read: a person may have pasted it into the issue.
 */
/** An app, whose login ends like this. Some servers leave the type out. */
const APP = /\[bot\]$/i;
const account = zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({ login: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), type: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().optional() })
    .transform(({ login, type }) => ({ login, isBot: type === 'Bot' || APP.test(login) }));
/** Nobody for an account that was deleted. */
const author = account.nullish().transform((user) => user ?? { login: '', isBot: false });
/** An issue or a pull request of the REST API ("Issues" in GitHub's REST reference). */
const wireIssue = zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    number: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1),
    html_url: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    state: zod__WEBPACK_IMPORTED_MODULE_4__/* ["enum"] */ .k5n(['open', 'closed']),
    state_reason: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().nullish(),
    body: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().nullish(),
    closed_at: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().nullish(),
    closed_by: account.nullish(),
    user: author,
    pull_request: zod__WEBPACK_IMPORTED_MODULE_4__/* .unknown */ .L5J().optional(),
})
    .transform((issue) => ({
    number: issue.number,
    url: issue.html_url,
    isOpen: issue.state === 'open',
    /** Such as `not_planned`; null if GitHub does not tell. */
    stateReason: issue.state_reason ?? null,
    body: issue.body ?? '',
    closedAt: issue.closed_at ?? null,
    /** Null in lists, and if the account was deleted. */
    closedBy: issue.closed_by ?? null,
    /** The account that opened it. */
    author: issue.user,
    isPullRequest: issue.pull_request !== undefined && issue.pull_request !== null,
}));
const wireComment = zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({ body: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().nullish(), user: author })
    .transform(({ body, user }) => ({ body: body ?? '', author: user }));
const wireViewer = zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({ viewer: zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({ login: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().min(1) }) })
    .transform(({ viewer }) => viewer.login);
const LABEL_COLOR = 'd4a72c';
/**
 * The issues of `owner/name`.
 *
 * @param apiKey of the portal, which is replaced in texts that are sent and read
 */
function issueHost(octokit, repository, apiKey, pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))) {
    const [owner = '', repo = ''] = repository.split('/');
    const here = { owner, repo };
    const { rest } = octokit;
    const { read, exists, list, write, untilWritable } = (0,_requests_js__WEBPACK_IMPORTED_MODULE_3__/* .requestsTo */ .Y)(octokit, repository, pause);
    const scrub = (0,_shared_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .scrubber */ .t)(apiKey);
    const clean = (holder) => ({ ...holder, body: scrub(holder.body) });
    const cleanIssue = wireIssue.transform(clean);
    const cleanComment = wireComment.transform(clean);
    const issue = (number) => read(`read issue #${number}`, async () => cleanIssue.parse((await rest.issues.get({ ...here, issue_number: number })).data));
    return {
        issue,
        /** Login of the token's own account. */
        viewer: () => 
        // GitHub counts every call of GraphQL as a write.
        write('tell whose token this is', async () => {
            return wireViewer.parse(await octokit.graphql('{ viewer { login } }'));
        }),
        /** Issues, never pull requests, open and closed, page after page. */
        async *issues({ label, creator }) {
            const query = {
                state: 'all',
                sort: 'created',
                direction: 'asc',
                ...(label === undefined ? {} : { labels: label }),
                ...(creator === undefined ? {} : { creator }),
            };
            const items = list('list the issues', cleanIssue, 'issues', query);
            for await (const item of items)
                if (!item.isPullRequest)
                    yield item;
        },
        /**
         * Opens an issue.
         *
         * @param findMade looks for the issue if the answer was lost, so that no second one is opened
         */
        create: ({ title, body, labels, assignees }, findMade) => write('open the tracking issue', async () => {
            const fields = { title, body: scrub(body), labels: [...labels], assignees: [...assignees] };
            return cleanIssue.parse((await rest.issues.create({ ...here, ...fields })).data);
        }, findMade),
        /**
         * Reads an issue, decides, and writes: nothing is waited for between the last read and the write. If the write fails,
         * it begins again with the read.
         *
         * @returns the decision that was written, or the last one if nothing was written; and the issue as it is now
         */
        async edit(number, decide) {
            const look = async () => {
                await untilWritable();
                const current = await issue(number);
                return { decision: decide(current), issue: current };
            };
            let latest = await look();
            if (latest.decision.change === null)
                return latest;
            const update = async () => {
                const { decision } = latest;
                const { body: text = '', isOpen } = decision.change ?? {};
                const body = scrub(text);
                const state = isOpen === undefined ? {} : { state: isOpen ? 'open' : 'closed' };
                const { data } = await rest.issues.update({ ...here, issue_number: number, body, ...state });
                const updated = cleanIssue.parse(data);
                refuseOldText(number, body, updated);
                return { decision, issue: updated };
            };
            return write(`edit issue #${number}`, update, async () => {
                const again = await look();
                // Nothing is left to write: the change took effect, although no good answer came.
                if (again.decision.change === null)
                    return { decision: latest.decision, issue: again.issue };
                latest = again;
                return null;
            });
        },
        /** Comments, unless one of the comments `isMade` already. It looks right before it writes. */
        async comment(number, text, isMade) {
            const what = `read the comments of issue #${number}`;
            const path = `issues/${number}/comments`;
            const isThere = async () => {
                await untilWritable();
                for await (const comment of list(what, cleanComment, path))
                    if (isMade(comment))
                        return true;
                return null;
            };
            if (await isThere())
                return;
            const comment = async () => {
                await rest.issues.createComment({ ...here, issue_number: number, body: scrub(text) });
                return true;
            };
            await write(`comment on issue #${number}`, comment, isThere);
        },
        hasLabel: (name) => exists('read the label', () => rest.issues.getLabel({ ...here, name })),
        createLabel: (name) => 
        // A label that exists already is refused, so it is safe to send this again.
        write('make the label', async () => {
            await rest.issues.createLabel({ ...here, name, color: LABEL_COLOR });
        }),
        mayBeAssigned: (assignee) => exists('ask who may be assigned', () => rest.issues.checkUserCanBeAssigned({ ...here, assignee })),
        /** Whether GitHub knows an account of this login. */
        hasAccount: (username) => exists('ask for an account', () => rest.users.getByUsername({ username })),
    };
}
/** GitHub has been seen to answer an edit that it does not take with success and the old body. */
function refuseOldText(number, sent, updated) {
    if ((0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .hasSameLines */ .Wk)(updated.body, sent))
        return;
    throw new _shared_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`GitHub did not take the new text of issue #${number}. Run the workflow again; if it happens again, please report this.`);
}


/***/ })

};
