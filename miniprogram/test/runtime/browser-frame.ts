import type { Weapp } from './driver.ts';
import type { Args } from './types.ts';

/** theme.json: colours by name, for each mode. */
export type Theme = Partial<Record<'light' | 'dark', Record<string, string>>>;

/** The parts WeChat draws itself: title bar with back, tab bar, toast, dialogs. */
export function drawFrame(app: Weapp, titles: (path: string) => string, theme: Theme): void {
  const { appJson, pages } = app.engine;
  const mode = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const colour = (value: string | undefined) =>
    value?.startsWith('@') ? theme[mode]?.[value.slice(1)] : value;
  const nav = add('div', 'wx-nav');
  nav.style.background = colour(appJson.window?.navigationBarBackgroundColor) ?? '#fff';
  nav.style.color = colour(appJson.window?.navigationBarTextStyle) ?? 'black';
  const back = add('button', 'wx-back', nav);
  back.textContent = '‹';
  back.setAttribute('aria-label', '返回');
  back.onclick = () => void app.back();
  const title = add('span', 'wx-title', nav);
  const tabs = add('div', 'wx-tabs');
  tabs.style.background = colour(appJson.tabBar?.backgroundColor) ?? '#fff';
  const buttons = (appJson.tabBar?.list ?? []).map(({ pagePath, text }) => {
    const button = add('button', '', tabs);
    button.textContent = text;
    button.onclick = () => void app.switchTab(pagePath);
    return { button, pagePath };
  });
  const refresh = () => {
    if (pages.depth > 0) {
      const { path } = pages.top;
      title.textContent = titles(path);
      back.hidden = pages.depth < 2;
      tabs.hidden = !pages.tabPaths.includes(path);
      pages.top.holder.classList.toggle('tabbed', !tabs.hidden);
      for (const { button, pagePath } of buttons) {
        const on = pagePath === path;
        button.style.color = colour(on ? appJson.tabBar?.selectedColor : appJson.tabBar?.color) ?? '#333';
      }
    }
    requestAnimationFrame(refresh);
  };
  refresh();
}

/** Answers that need a finger: dialogs and action sheets are drawn and wait; a toast shows and goes. */
export function dialogAnswers(): Record<string, (args: Args) => unknown> {
  return {
    showToast({ title, duration }) {
      document.getElementById('wx-toast')?.remove();
      const toast = add('div', 'wx-toast');
      toast.textContent = String(title ?? '');
      toast.setAttribute('role', 'status');
      setTimeout(() => toast.remove(), typeof duration === 'number' ? duration : 1500);
      return {};
    },
    showModal: ({ content, confirmText, cancelText }) =>
      ask(String(content ?? ''), [String(cancelText ?? '取消'), String(confirmText ?? '确定')]).then(
        (index) => ({
          confirm: index === 1,
          cancel: index === 0,
        }),
      ),
    showActionSheet: ({ itemList }) =>
      ask('', Array.isArray(itemList) ? itemList.map(String) : []).then((tapIndex) => ({ tapIndex })),
    previewImage: () => ({}),
  };
}

function ask(content: string, choices: string[]): Promise<number> {
  return new Promise((resolve) => {
    const dialog = add('div', 'wx-dialog');
    const panel = add('div', '', dialog);
    add('div', '', panel).textContent = content;
    choices.forEach((choice, index) => {
      const button = add('button', '', panel);
      button.textContent = choice;
      button.onclick = () => {
        dialog.remove();
        resolve(index);
      };
    });
  });
}

function add<K extends keyof HTMLElementTagNameMap>(tag: K, id: string, parent: Element = document.body) {
  const element = document.createElement(tag);
  if (id) element.id = id;
  parent.append(element);
  return element;
}
