/** Names Taro's H5 back and home buttons for screen readers and keyboards: Taro draws them as bare divs. */
export function labelFrame(): void {
  if (process.env.TARO_ENV !== 'h5') return;
  const names = { back: '返回', home: '回首页' };
  for (const [key, name] of Object.entries(names)) {
    const element = document.querySelector<HTMLElement>(`.taro-navigation-bar-${key}`);
    if (!element) continue;
    element.setAttribute('role', 'button');
    element.setAttribute('aria-label', name);
    element.tabIndex = 0;
    element.addEventListener('keydown', (e) => {
      if (e.key === 'Enter' || e.key === ' ') element.click();
    });
  }
}

/** Enter and space press what the keyboard has reached: Taro's H5 parts are no real buttons. */
export function pressByKey(): void {
  if (process.env.TARO_ENV !== 'h5') return;
  document.addEventListener('keydown', (e) => {
    const { target } = e;
    if ((e.key !== 'Enter' && e.key !== ' ') || !(target instanceof HTMLElement)) return;
    if (!['button', 'radio', 'checkbox'].includes(target.getAttribute('role') ?? '')) return;
    e.preventDefault();
    target.click();
  });
}

/** Taro's tab bar links to `javascript:`, which the content security policy refuses with an error at every tap. */
export function muteScriptLinks(): void {
  if (process.env.TARO_ENV !== 'h5') return;
  document.addEventListener('click', (e) => {
    if (e.target instanceof Element && e.target.closest('a[href^="javascript:"]')) e.preventDefault();
  });
}
