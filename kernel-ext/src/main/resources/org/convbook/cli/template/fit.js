// What is wider than the paper is made to fit when the page is printed; on the screen it scrolls.
addEventListener('beforeprint', () => {
  const paper = 660, formulas = 0.875, tables = 0.87;   // pixels between the margins; how much smaller print is than the screen
  for (const math of document.querySelectorAll('math[display="block"]')) {
    const width = math.scrollWidth * formulas;
    if (width > paper) math.style.fontSize = 1.06 * paper / width + 'em';
  }
  for (const table of document.querySelectorAll('main table')) {
    table.style.width = 'min-content';
    if (table.getBoundingClientRect().width * tables > paper) table.classList.add('cb-wide');
    table.style.width = '';
  }
});
