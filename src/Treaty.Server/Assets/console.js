// Lists worked by keyboard: j and k move the focus from row to row, Enter follows the focused link by itself, / goes to the search box.
const rows = () => [...document.querySelectorAll('table[data-keys] tbody tr, ol[data-keys] > li')].filter((row) => row.querySelector('a'));

const move = (step) => {
  const all = rows();
  if (all.length === 0) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + step))];
  next.querySelector('a').focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea')) return;
  if (event.key === 'j') move(1);
  else if (event.key === 'k') move(-1);
  else if (event.key === 'x') {
    const mark = document.activeElement?.closest('tr[data-href]')?.querySelector('input[type=checkbox]');
    if (mark) mark.checked = !mark.checked;
  } else if (event.key === '/') {
    const search = document.querySelector('input[type=search]');
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

document.addEventListener('click', (event) => {
  const row = event.target.closest('tr[data-href]');
  if (row && !event.target.closest('a, button, input, label') && !String(getSelection())) location.assign(row.dataset.href);
});

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = 'Copied';
  });
}

for (const all of document.querySelectorAll('input[data-mark-all]')) {
  all.hidden = false;
  all.addEventListener('change', () => {
    for (const mark of all.closest('table').querySelectorAll('tbody input[type=checkbox]')) mark.checked = all.checked;
  });
}
