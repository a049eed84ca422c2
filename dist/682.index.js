export const id = 682;
export const ids = [682];
export const modules = {

/***/ 2682:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  issueHost: () => (/* binding */ issueHost)
});

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 13 modules
var schemas = __webpack_require__(5491);
// EXTERNAL MODULE: ./lib/github/failures.js
var failures = __webpack_require__(232);
;// CONCATENATED MODULE: ./lib/github/wire.js

/** What GitHub answers, validated: a cut answer must not be taken for an empty one. */
// An account that was deleted is null.
const account = schemas/* object */.Ikc({ login: schemas/* string */.YjP(), type: schemas/* string */.YjP().optional() })
    .nullish()
    .transform((user) => ({ login: user?.login ?? '', isBot: user?.type === 'Bot' }));
/** An issue or a pull request of the REST API ("Issues" in GitHub's REST reference). */
const wireIssue = schemas/* object */.Ikc({
    number: schemas/* int */.Whr().min(1),
    html_url: schemas/* string */.YjP(),
    state: schemas/* enum */.k5n(['open', 'closed']),
    body: schemas/* string */.YjP().nullish(),
    closed_at: schemas/* string */.YjP().nullish(),
    user: account,
    pull_request: schemas/* unknown */.L5J().optional(),
})
    .transform((issue) => ({
    number: issue.number,
    url: issue.html_url,
    isOpen: issue.state === 'open',
    body: issue.body ?? '',
    closedAt: issue.closed_at ?? null,
    author: issue.user,
    isPullRequest: issue.pull_request !== undefined && issue.pull_request !== null,
}));
/** A comment on an issue. */
const wireComment = schemas/* object */.Ikc({ body: schemas/* string */.YjP().nullish(), user: account })
    .transform(({ body, user }) => ({ body: body ?? '', author: user }));

;// CONCATENATED MODULE: ./lib/github/client.js



/** Neither retried nor sent twice: an answer that is lost does not mean that nothing was made. */
const ONCE = { request: { retries: 0 } };
/** Tries where GitHub answers with success, but not with what was asked for. */
const MALFORMED_TRIES = 3;
const LABEL_COLOR = 'd4a72c';
/** The issues of `owner/name`. */
function issueHost(octokit, repository) {
    const [owner = '', repo = ''] = repository.split('/');
    const here = { owner, repo };
    const { rest } = octokit;
    const attempt = async (what, request) => {
        try {
            return await request();
        }
        catch (error) {
            throw (0,failures/* explainGitHub */.$)(error, what, repository);
        }
    };
    /** For what may be asked twice: an answer that is cut or nonsense is asked for again. */
    const insist = async (what, request) => {
        for (let tries = 1;; tries += 1) {
            try {
                return await attempt(what, request);
            }
            catch (error) {
                if (!(error instanceof failures/* GitHubError */.y) || !error.isMalformed || tries === MALFORMED_TRIES)
                    throw error;
            }
        }
    };
    const isThere = async (what, request) => {
        try {
            await attempt(what, request);
            return true;
        }
        catch (error) {
            if (error instanceof failures/* GitHubError */.y && error.status === 404)
                return false;
            throw error;
        }
    };
    /** All items of a list, by the links to the next page: counting pages is refused for long lists. */
    async function* list(what, item, address, query) {
        let next = address;
        let parameters = { ...here, per_page: 100, ...query };
        while (next !== null) {
            const url = next;
            const page = await insist(what, async () => {
                const { data, headers } = await octokit.request(`GET ${url}`, parameters);
                return { items: schemas/* array */.YOg(item).parse(data), link: headers.link };
            });
            yield* page.items;
            next = /<([^>]+)>;\s*rel="next"/.exec(page.link ?? '')?.[1] ?? null;
            parameters = {};
        }
    }
    return {
        viewer: () => insist('tell whose token this is', async () => {
            const answer = await octokit.graphql('{ viewer { login } }');
            return schemas/* object */.Ikc({ viewer: schemas/* object */.Ikc({ login: schemas/* string */.YjP().min(1) }) }).parse(answer).viewer.login;
        }),
        async *issues({ label, creator }) {
            const query = {
                state: 'all',
                sort: 'created',
                direction: 'asc',
                ...(label === undefined ? {} : { labels: label }),
                ...(creator === undefined ? {} : { creator }),
            };
            for await (const one of list('list the issues', wireIssue, '/repos/{owner}/{repo}/issues', query)) {
                if (!one.isPullRequest)
                    yield one;
            }
        },
        issue: (number) => insist(`read issue #${number}`, async () => wireIssue.parse((await rest.issues.get({ ...here, issue_number: number })).data)),
        create: ({ title, body, labels, assignees }) => attempt('open the tracking issue', async () => {
            const issue = { title, body, labels: [...labels], assignees: [...assignees] };
            return wireIssue.parse((await rest.issues.create({ ...here, ...issue, ...ONCE })).data);
        }),
        update: (number, { body, isOpen }) => insist(`edit issue #${number}`, async () => {
            const state = isOpen === undefined ? {} : { state: isOpen ? 'open' : 'closed' };
            return wireIssue.parse((await rest.issues.update({ ...here, issue_number: number, body, ...state })).data);
        }),
        comments: (number) => list(`read the comments of issue #${number}`, wireComment, '/repos/{owner}/{repo}/issues/{issue_number}/comments', {
            issue_number: number,
        }),
        comment: (number, body) => attempt(`comment on issue #${number}`, async () => {
            await rest.issues.createComment({ ...here, issue_number: number, body, ...ONCE });
        }),
        hasLabel: (name) => isThere('read the label', () => rest.issues.getLabel({ ...here, name })),
        createLabel: (name) => attempt('make the label', async () => {
            await rest.issues.createLabel({ ...here, name, color: LABEL_COLOR });
        }),
        mayBeAssigned: (login) => isThere('ask who may be assigned', () => rest.issues.checkUserCanBeAssigned({ ...here, assignee: login })),
    };
}


/***/ }),

/***/ 232:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ explainGitHub),
/* harmony export */   y: () => (/* binding */ GitHubError)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(961);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);


/** GitHub did not do what was asked; the message says which permission or setting to change. */
class GitHubError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
    name = 'GitHubError';
    /** Null where no answer came. */
    status;
    /** Whether the request may have taken effect although no good answer came. */
    isAmbiguous;
    /** Whether it answered with success, but not with what was asked for. */
    isMalformed;
    constructor(message, status, options) {
        super(message, options);
        this.status = status;
        this.isMalformed = options.isMalformed ?? false;
        this.isAmbiguous = this.isMalformed || status === null || status >= 500;
    }
}
/**
 * Turns an error of Octokit into one line.
 *
 * @param what such as `edit issue #5`
 * @param repository `owner/name`
 */
function explainGitHub(error, what, repository) {
    const start = `GitHub could not ${what} in ${repository}`;
    if (error instanceof zod__WEBPACK_IMPORTED_MODULE_1__/* .ZodError */ .G) {
        const line = `${start}: its answer is cut, or not what GitHub sends. Check the proxies on the way, and GITHUB_API_URL.`;
        return new GitHubError(line, null, { cause: error, isMalformed: true });
    }
    const failure = (typeof error === 'object' && error !== null ? error : {});
    const status = statusOf(failure);
    const line = status === null
        ? `${start}: no answer. Check the network of the runner and https_proxy.`
        : `${status}: ${start}. ${advice(status, failure, repository)}`;
    return new GitHubError(line, status, { cause: error });
}
/** The status of the answer. GraphQL answers with 200 and says in words what is wrong. */
function statusOf({ status, response, errors }) {
    if (errors !== undefined)
        return errors.some(({ type }) => /RATE_LIMIT/.test(type ?? '')) ? 429 : 403;
    // Octokit gives a failed connection the status 500; an answer has headers.
    return response === undefined ? null : (status ?? null);
}
function advice(status, { response, message = '' }, repository) {
    const headers = response?.headers ?? {};
    if (status === 403 || status === 429) {
        if (/rate limit/i.test(message) || headers['x-ratelimit-remaining'] === '0' || status === 429) {
            return 'Too many requests with this token. Run the workflow at another time, or less often.';
        }
        if (/archived/i.test(message))
            return 'The repository is archived, and can only be read.';
        return 'The token lacks a permission: add "issues: write" under "permissions:" of the job.';
    }
    switch (status) {
        case 401:
            return 'The token is wrong or expired. Check github-token.';
        case 404:
            return `There is no such repository or issue, or the token does not see it: check issue-repository; for another repository than the workflow's own, github-token has to be a token for ${repository}.`;
        case 410:
            if (/deleted/i.test(message))
                return 'The issue was deleted. The next run opens a new one where it is needed.';
            return 'Issues are turned off there. Turn them on under Settings > General > Features.';
        case 422:
            return `It refuses the values: ${refusedFields(response?.data)}. Check issue-title, issue-labels and issue-assignees.`;
        default:
            return status >= 500
                ? 'GitHub itself has a fault. See githubstatus.com, and run the workflow again.'
                : 'This answer is not expected. Please report this.';
    }
}
/** The members that GitHub names in a validation error, without their values. */
function refusedFields(data) {
    const errors = typeof data === 'object' && data !== null && 'errors' in data ? data.errors : undefined;
    const fields = (Array.isArray(errors) ? errors : []).map((one) => {
        const { field, code } = (typeof one === 'object' && one !== null ? one : {});
        return typeof field === 'string' && typeof code === 'string' ? `${field} is ${code}` : '';
    });
    return fields.filter((field) => /^[\w .-]{1,80}$/.test(field)).join(', ') || 'validation failed';
}


/***/ })

};
