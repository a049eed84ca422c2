'use strict';

// This is not undici. @actions/http-client, which @actions/core imports, loads undici at its start, but uses it only for
// calls of Octokit. Loading it takes a quarter of the CPU time of a short run. This package is installed under the name
// "undici" in its place, and passes calls on to the real one ("undici-full" in package.json), which src/github/undici.ts
// provides before Octokit is loaded.

let full;

exports.provide = (undici) => {
  full = undici;
};

exports.ProxyAgent = class {
  constructor(...args) {
    // biome-ignore lint/correctness/noConstructorReturn: the agent itself, so that it is one for undici
    return new full.ProxyAgent(...args);
  }
};

exports.fetch = (...args) => full.fetch(...args);
