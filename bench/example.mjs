// The example's algorithm as a plain script, for comparison: one page, or with PAGED=1 all pages, one by one.
const host = process.env.DOCSPACE_API_HOST;
const headers = { Accept: 'application/json', Authorization: `Bearer ${process.env.DOCSPACE_API_KEY}` };
const INACTIVITY_DAYS = Number(process.env.INACTIVITY_DAYS ?? 10);

const rooms = [];
for (let start = 0; ; ) {
  const query = process.env.PAGED === '1' ? `?count=100&startIndex=${start}` : '';
  const answer = await fetch(`${host}/api/2.0/files/rooms${query}`, { headers });
  const { response } = await answer.json();
  rooms.push(...response.folders);
  start += response.folders.length;
  if (query === '' || start >= response.total || response.folders.length === 0) break;
}
console.log('--- Abandoned rooms report ---');
for (const { id, title, updated } of rooms) {
  const days = Math.floor((Date.now() - Date.parse(updated ?? '')) / 86_400_000);
  if (days >= INACTIVITY_DAYS) console.log(`• Room "${title}" (ID: ${id}) — inactive for ${days} day(s)`);
}
