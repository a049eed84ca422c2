/** The address of GitHub's REST API, without a slash at its end. Runners of GitHub Enterprise Server set their own. */
export function apiUrl(): string {
  return (process.env['GITHUB_API_URL'] || 'https://api.github.com').replace(/\/+$/, '');
}
