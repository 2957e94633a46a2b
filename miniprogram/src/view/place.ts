/** 新华社区 · 01网格 — a grid's name often begins with its community's: said once. Empty when nothing is known. */
export function gridLabel(community: string | null, grid: string | null): string {
  if (!community || !grid || community === grid) return community ?? grid ?? '';
  const short = community.replace(/社区$/, '');
  for (const begin of [community, short]) {
    const rest = grid.slice(begin.length).trim();
    if (grid.startsWith(begin) && rest !== '') return `${community} · ${rest}`;
  }
  return `${community} · ${grid}`;
}
