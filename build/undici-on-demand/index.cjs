'use strict';

// Loading undici takes as long as all the rest of a short run. @actions/http-client asks for it at once, and uses it
// for calls to GitHub only: whoever makes such calls provides it.

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
