export const id = 963;
export const ids = [963,252];
export const modules = {

/***/ 1963:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  issueHost: () => (/* binding */ issueHost)
});

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 13 modules
var schemas = __webpack_require__(5491);
// EXTERNAL MODULE: ./lib/shared/errors.js
var errors = __webpack_require__(2730);
// EXTERNAL MODULE: ./lib/github/connect.js + 1 modules
var connect = __webpack_require__(6252);
// EXTERNAL MODULE: ./lib/github/failure.js + 1 modules
var failure = __webpack_require__(8336);
;// CONCATENATED MODULE: ./lib/github/retry.js

/**
 * All retries towards GitHub, except that Octokit's throttling plugin waits for the rate limit of reads. A lasting 502
 * costs four requests: a read is sent four times; a write is sent four times, and before each new try the action looks
 * whether the last one took effect.
 */
const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 1000;
/** If a rate limit asks for more, it is better to run the workflow again later. */
const MAX_PAUSE_MS = 5 * 60_000;
/**
 * Sends a read until it is answered.
 *
 * @throws GitHubError after the last attempt, or if another attempt cannot help
 */
async function retryRead(pause, read) {
    return retry(pause, read, (error) => error.isAmbiguous);
}
/**
 * Sends a write until it has taken effect.
 *
 * @param write is sent at once or not at all
 * @param look reads whether the write took effect although no good answer came, and prepares the next attempt. A result
 *   that is not null ends the retries. Its own errors are not retried again.
 * @throws GitHubError after the last attempt, or if another attempt cannot help
 */
async function retryWrite(pause, write, look) {
    let isFirst = true;
    const attempt = async () => {
        const found = isFirst ? null : await look().catch(giveUp);
        isFirst = false;
        return found ?? write();
    };
    try {
        return await retry(pause, attempt, (error) => error.isAmbiguous || error.retryAfterMs !== null);
    }
    catch (error) {
        throw error instanceof LookFailed ? error.cause : error;
    }
}
/** Carries an error past the retries. */
class LookFailed extends Error {
}
function giveUp(cause) {
    throw new LookFailed('the look before another attempt failed', { cause });
}
async function retry(pause, attempt, mayHelp) {
    for (let attempts = 1;; attempts += 1) {
        try {
            return await attempt();
        }
        catch (error) {
            if (!(error instanceof failure/* GitHubError */.y) || !mayHelp(error) || attempts === MAX_ATTEMPTS)
                throw error;
            const pauseMs = error.retryAfterMs ?? FIRST_PAUSE_MS * attempts ** 2;
            if (pauseMs > MAX_PAUSE_MS)
                throw error;
            await pause(pauseMs);
        }
    }
}

;// CONCATENATED MODULE: ./lib/github/requests.js



/** For the member `request` of every call: retries are in `retry.ts` alone. */
const NO_RETRIES = { retries: 0 };
/** As in `@octokit/plugin-throttling` (GitHub Docs, "Best practices for using the REST API"). */
const BETWEEN_WRITES_MS = 1000;
/** @param repository `owner/name` */
function requestsTo(octokit, repository) {
    const [owner = '', repo = ''] = repository.split('/');
    let lastWriteMs = Number.NEGATIVE_INFINITY;
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const attempt = async (what, request) => {
        try {
            return await request();
        }
        catch (error) {
            throw (0,failure/* explainGitHub */.$)(error, what, repository);
        }
    };
    const read = (what, request) => retryRead(pause, () => attempt(what, request));
    return {
        pause,
        read,
        async exists(what, request) {
            try {
                await read(what, request);
                return true;
            }
            catch (error) {
                if (error instanceof failure/* GitHubError */.y && error.status === 404)
                    return false;
                throw error;
            }
        },
        async *list(what, item, path, query) {
            // By the links to the next page: page numbers are refused for long lists.
            let next = path;
            let parameters = { owner, repo, per_page: 100, ...query };
            while (next !== null) {
                const url = next;
                const page = await read(what, async () => {
                    const { data, headers } = await octokit.request(`GET ${url}`, {
                        ...parameters,
                        request: NO_RETRIES,
                    });
                    return { items: schemas/* array */.YOg(item).parse(data), link: headers.link };
                });
                yield* page.items;
                next = /<([^>]+)>;\s*rel="next"/.exec(page.link ?? '')?.[1] ?? null;
                parameters = {};
            }
        },
        async write(what, request) {
            try {
                return await attempt(what, request);
            }
            finally {
                lastWriteMs = performance.now();
            }
        },
        untilWritable: () => pause(Math.max(0, lastWriteMs + BETWEEN_WRITES_MS - performance.now())),
    };
}

;// CONCATENATED MODULE: ./lib/github/schema.js

/** GitHub's answers, validated: an answer that is cut must not be taken for an empty one. */
/** An app, whose login ends like this. Some servers leave the type out. */
const APP = /\[bot\]$/i;
const account = schemas/* object */.Ikc({ login: schemas/* string */.YjP(), type: schemas/* string */.YjP().optional() })
    .transform(({ login, type }) => ({ login, isBot: type === 'Bot' || APP.test(login) }));
/** Null for an account that was deleted. */
const author = account.nullish().transform((user) => user ?? { login: '', isBot: false });
/** An issue or a pull request of the REST API ("Issues" in GitHub's REST reference). */
const wireIssue = schemas/* object */.Ikc({
    number: schemas/* int */.Whr().min(1),
    html_url: schemas/* string */.YjP(),
    state: schemas/* enum */.k5n(['open', 'closed']),
    state_reason: schemas/* string */.YjP().nullish(),
    body: schemas/* string */.YjP().nullish(),
    locked: schemas/* boolean */.zMY().optional(),
    closed_at: schemas/* string */.YjP().nullish(),
    closed_by: account.nullish(),
    user: author,
    pull_request: schemas/* unknown */.L5J().optional(),
})
    .transform((issue) => ({
    number: issue.number,
    url: issue.html_url,
    isOpen: issue.state === 'open',
    stateReason: issue.state_reason ?? null,
    body: issue.body ?? '',
    isLocked: issue.locked ?? false,
    closedAt: issue.closed_at ?? null,
    closedBy: issue.closed_by ?? null,
    author: issue.user,
    isPullRequest: issue.pull_request !== undefined && issue.pull_request !== null,
}));
/** A comment on an issue. */
const wireComment = schemas/* object */.Ikc({ body: schemas/* string */.YjP().nullish(), user: author })
    .transform(({ body, user }) => ({ body: body ?? '', author: user }));

;// CONCATENATED MODULE: ./lib/github/client.js






const LABEL_COLOR = 'd4a72c';
/** The issues of `owner/name`. */
function issueHost(octokit, repository) {
    const [owner = '', repo = ''] = repository.split('/');
    const here = { owner, repo };
    const { rest } = octokit;
    const requests = requestsTo(octokit, repository);
    const { pause, untilWritable } = requests;
    const issue = (number) => requests.read(`read issue #${number}`, async () => wireIssue.parse((await rest.issues.get({ ...here, issue_number: number, request: NO_RETRIES })).data));
    const update = (number, { body, isOpen }) => requests.write(`edit issue #${number}`, async () => {
        const state = isOpen === undefined ? {} : { state: isOpen ? 'open' : 'closed' };
        const change = { issue_number: number, body, ...state };
        const { data } = await rest.issues.update({ ...here, ...change, request: connect.AT_ONCE });
        return wireIssue.parse(data);
    });
    const comments = (number) => requests.list(`read the comments of issue #${number}`, wireComment, '/repos/{owner}/{repo}/issues/{issue_number}/comments', { issue_number: number });
    return {
        pause,
        untilWritable,
        issue,
        viewer: () => viewerOf(octokit, requests),
        async *issues({ label, creator }) {
            const query = {
                state: 'all',
                sort: 'created',
                direction: 'asc',
                ...(label === undefined ? {} : { labels: label }),
                ...(creator === undefined ? {} : { creator }),
            };
            const items = requests.list('list the issues', wireIssue, '/repos/{owner}/{repo}/issues', query);
            for await (const item of items)
                if (!item.isPullRequest)
                    yield item;
        },
        create: ({ title, body, labels, assignees }, findMade) => retryWrite(pause, () => requests.write('open the tracking issue', async () => {
            const fields = { title, body, labels: [...labels], assignees: [...assignees] };
            return wireIssue.parse((await rest.issues.create({ ...here, ...fields, request: connect.AT_ONCE })).data);
        }), findMade),
        async edit(number, decide) {
            const look = async () => {
                await untilWritable();
                const current = await issue(number);
                return { decision: decide(current), issue: current };
            };
            let latest = await look();
            const write = async () => {
                const { decision } = latest;
                if (decision.change === null)
                    return latest;
                const updated = await update(number, decision.change);
                refuseOldText(number, decision.change, updated);
                return { decision, issue: updated };
            };
            return retryWrite(pause, write, async () => {
                const again = await look();
                // Nothing is left to write: the change took effect, although no good answer came.
                if (again.decision.change === null)
                    return { decision: latest.decision, issue: again.issue };
                latest = again;
                return null;
            });
        },
        async comment(number, body, isMade) {
            const isThere = async () => {
                await untilWritable();
                for await (const comment of comments(number))
                    if (isMade(comment))
                        return true;
                return false;
            };
            if (await isThere())
                return;
            await retryWrite(pause, () => requests.write(`comment on issue #${number}`, async () => {
                await rest.issues.createComment({ ...here, issue_number: number, body, request: connect.AT_ONCE });
                return true;
            }), async () => ((await isThere()) ? true : null));
        },
        hasLabel: (name) => requests.exists('read the label', () => rest.issues.getLabel({ ...here, name, request: NO_RETRIES })),
        createLabel: (name) => 
        // A label that exists already is refused, so it is safe to send this again.
        retryRead(pause, () => requests.write('make the label', async () => {
            await rest.issues.createLabel({ ...here, name, color: LABEL_COLOR, request: NO_RETRIES });
        })),
        mayBeAssigned: (login) => requests.exists('ask who may be assigned', () => rest.issues.checkUserCanBeAssigned({ ...here, assignee: login, request: NO_RETRIES })),
        hasAccount: (login) => requests.exists('ask for an account', () => rest.users.getByUsername({ username: login, request: NO_RETRIES })),
    };
}
async function viewerOf(octokit, requests) {
    const schema = schemas/* object */.Ikc({ viewer: schemas/* object */.Ikc({ login: schemas/* string */.YjP().min(1) }) });
    // GitHub counts every call of GraphQL as a write.
    return retryRead(requests.pause, () => requests.write('tell whose token this is', async () => {
        const answer = await octokit.graphql('{ viewer { login } }', { request: NO_RETRIES });
        return schema.parse(answer).viewer.login;
    }));
}
/** GitHub has been seen to answer an edit that it does not take with success and the old body. */
function refuseOldText(number, sent, updated) {
    const lines = (body) => body.replaceAll('\r\n', '\n').trimEnd();
    if (lines(updated.body) === lines(sent.body))
        return;
    throw new errors/* ActionError */.lZ(`GitHub did not take the new text of issue #${number}. Run the workflow again; if it happens again, please report this.`);
}


/***/ }),

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


/***/ }),

/***/ 8336:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y: () => (/* binding */ GitHubError),
  $: () => (/* binding */ explainGitHub)
});

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/errors.js
var errors = __webpack_require__(961);
// EXTERNAL MODULE: ./lib/shared/errors.js
var shared_errors = __webpack_require__(2730);
;// CONCATENATED MODULE: ./lib/github/refusal.js
/** The reasons for which GitHub answers 403, and how to mend each of them. */
/**
 * GitHub's words as seen in its answers, of REST and GraphQL alike: it has no codes for them. Only the first two
 * are about a missing permission.
 */
const REFUSALS = [
    {
        pattern: /resource not accessible by personal access token/i,
        advice: 'The token lacks a permission: give the personal access token "Issues: read and write" for this repository.',
    },
    {
        pattern: /resource not accessible by|required scopes/i,
        advice: 'The token lacks a permission: add "issues: write" under "permissions:" of the job.',
    },
    {
        pattern: /IP allow list/i,
        advice: "The organization has an IP allow list, and the runner's address is not on it. Add the address to the list, or use a runner whose address is on it.",
    },
    {
        pattern: /token'?s lifetime/i,
        advice: 'The organization does not allow tokens with such a long lifetime. Shorten the lifetime of github-token, or use the token of an app.',
    },
    {
        pattern: /forbids access via a personal access token \(classic\)/i,
        advice: 'The organization does not allow classic tokens. Use the token of an app, or a fine-grained token, for github-token.',
    },
    {
        pattern: /forbids access via/i,
        advice: 'The organization does not allow tokens of this kind. Use the token of an app for github-token.',
    },
    {
        pattern: /OAuth App access restrictions/i,
        advice: 'The organization has to approve the app that made the token. Ask an owner of the organization.',
    },
    {
        pattern: /SAML|single sign-on/i,
        advice: 'The organization requires single sign-on: authorize github-token for it, or use the token of an app.',
    },
    {
        pattern: /suspended/i,
        advice: 'The account or the app of github-token is suspended. Use another token, or contact the administrator or GitHub Support.',
    },
    {
        pattern: /\bblocked\b/i,
        advice: 'The account of github-token is blocked there, or the repository is. Use the token of another account.',
    },
    { pattern: /archived/i, advice: 'The repository is archived, and can only be read.' },
    {
        pattern: /\blocked\b/i,
        advice: 'Its conversation is locked. Unlock it in the side bar of the issue.',
    },
];
/**
 * What to do about a 403.
 *
 * @param words GitHub's own words
 */
function adviseOnRefusal(words) {
    const refusal = REFUSALS.find(({ pattern }) => pattern.test(words));
    return (refusal?.advice ??
        "GitHub refuses it. To see GitHub's own words, run the workflow again with debug logging.");
}

;// CONCATENATED MODULE: ./lib/github/failure.js



/** GitHub did not do what was asked. The message says which permission or setting to change. */
class GitHubError extends shared_errors/* ActionError */.lZ {
    name = 'GitHubError';
    /** Null if no answer came. */
    status;
    /** Whether the request may have taken effect although no good answer came. */
    isAmbiguous;
    /** Whether it answered with success, but the answer cannot be read. */
    isMalformed;
    /** Whether the conversation of the issue is locked. */
    isLocked;
    /** How long to wait before the request may be sent again, if a rate limit is the reason; otherwise null. */
    retryAfterMs;
    constructor(message, status, options) {
        super(message, options);
        this.status = status;
        this.isMalformed = options.isMalformed ?? false;
        this.isAmbiguous = this.isMalformed || status === null || status >= 500;
        this.isLocked = options.isLocked ?? false;
        this.retryAfterMs = options.retryAfterMs ?? null;
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
    if (error instanceof errors/* ZodError */.G) {
        const line = `${start}: its answer is cut, or not what GitHub sends. Check the proxies on the way, and GITHUB_API_URL.`;
        return new GitHubError(line, null, { cause: error, isMalformed: true });
    }
    const failure = (typeof error === 'object' && error !== null ? error : {});
    const status = statusOf(failure);
    const line = status === null
        ? `${start}: no answer. Check the network of the runner and https_proxy.`
        : `${status}: ${start}. ${advice(status, failure, repository)}`;
    return new GitHubError(line, status, {
        cause: error,
        isLocked: status === 403 && /\blocked\b/i.test(wordsOf(failure)),
        retryAfterMs: isRateLimit(status, failure) ? waitOf(failure) : null,
    });
}
/** GitHub's own words, such as "Unable to create comment because issue is locked." */
function wordsOf({ message = '', errors = [] }) {
    return [message, ...errors.map((error) => error.message ?? '')].join(' ');
}
/** GitHub Docs, "Rate limits for the REST API": primary and secondary limits come as 403 or as 429. */
function isRateLimit(status, failure) {
    if (status !== 403 && status !== 429)
        return false;
    if (status === 429 || /rate limit/i.test(wordsOf(failure)))
        return true;
    return failure.response?.headers?.['x-ratelimit-remaining'] === '0';
}
/** GitHub Docs, as above: `retry-after` in seconds, or the moment `x-ratelimit-reset`, or at least a minute. */
function waitOf({ response }) {
    const headers = response?.headers ?? {};
    const seconds = Number(headers['retry-after']);
    if (seconds > 0)
        return seconds * 1000;
    const untilMs = Number(headers['x-ratelimit-reset']) * 1000 - Date.parse(String(headers['date']));
    return headers['x-ratelimit-remaining'] === '0' && untilMs > 0 ? untilMs : 60_000;
}
/** The status of the answer. GraphQL answers with 200: its errors get the status that REST has for them. */
function statusOf({ status, response, errors }) {
    if (errors !== undefined)
        return statusOfGraphql(errors);
    // Octokit gives a failed connection the status 500, but only an answer has headers.
    return response === undefined ? null : (status ?? null);
}
function statusOfGraphql(errors) {
    if (errors.some(({ type = '' }) => type.includes('RATE_LIMIT')))
        return 429;
    if (errors.some(({ type }) => type === 'NOT_FOUND'))
        return 404;
    if (errors.some(({ message = '' }) => /something went wrong|timed? ?out/i.test(message)))
        return 502;
    return 403;
}
function advice(status, failure, repository) {
    if (isRateLimit(status, failure)) {
        return 'Too many requests with this token. Run the workflow at another time, or less often.';
    }
    switch (status) {
        case 403:
            return adviseOnRefusal(wordsOf(failure));
        case 401:
            return 'The token is wrong or expired. Check github-token.';
        case 404:
            return `There is no such repository or issue, or the token cannot see it: check issue-repository. If it is not the workflow's own repository, github-token has to be a token for ${repository}.`;
        case 410:
            if (/deleted/i.test(wordsOf(failure)))
                return 'The issue was deleted. The next run opens a new one if it is needed.';
            return 'Issues are turned off there. Turn them on under Settings > General > Features.';
        case 422:
            return `It refuses the values: ${refusedFields(failure.response?.data)}. Check issue-title, issue-labels and issue-assignees.`;
        default:
            return status >= 500
                ? 'GitHub itself has a fault. See githubstatus.com, and run the workflow again.'
                : 'This answer is not expected. Please report this.';
    }
}
/** The members that GitHub names in a validation error, without their values. */
function refusedFields(data) {
    const errors = typeof data === 'object' && data !== null && 'errors' in data ? data.errors : undefined;
    const fields = (Array.isArray(errors) ? errors : []).map((entry) => {
        const { field, code } = (typeof entry === 'object' && entry !== null ? entry : {});
        return typeof field === 'string' && typeof code === 'string' ? `${field} is ${code}` : '';
    });
    return fields.filter((field) => /^[\w .-]{1,80}$/.test(field)).join(', ') || 'validation failed';
}


/***/ })

};
