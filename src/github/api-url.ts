/**
 * The address of GitHub's REST API, without a slash at its end; null if `GITHUB_API_URL` is not an address. Runners of
 * GitHub Enterprise Server set their own.
 */
export function apiUrl(): string | null {
  const url = (process.env['GITHUB_API_URL'] || 'https://api.github.com').replace(/\/+$/, '');
  return URL.canParse(url) && /^https?:/i.test(url) ? url : null;
}
