// Keyboard work in lists: j and k move, Enter opens, / searches.
const rows = () => [...document.querySelectorAll('tr[data-href]')];
let at = -1;
const mark = (next) => {
  const all = rows();
  if (all.length === 0) return;
  at = Math.max(0, Math.min(all.length - 1, next));
  all.forEach((row, i) => row.classList.toggle('here', i === at));
  all[at].scrollIntoView({ block: 'nearest' });
};
document.addEventListener('keydown', (event) => {
  if (event.target.matches('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'j') mark(at + 1);
  else if (event.key === 'k') mark(at - 1);
  else if (event.key === 'Enter' && at >= 0) location.href = rows()[at].dataset.href;
  else if (event.key === '/') {
    const search = document.querySelector('input[type=search]');
    if (search) { event.preventDefault(); search.focus(); }
  }
});
document.addEventListener('click', (event) => {
  const row = event.target.closest('tr[data-href]');
  if (row && !event.target.closest('a')) location.href = row.dataset.href;
});
