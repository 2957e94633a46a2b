import { rebase } from './http.ts';
import type { Bundle } from './types.ts';
import { WxFiles } from './wx-files.ts';

/** The look of WeChat's built-in tags and frame, approximated. */
const LOOK = `
html,body{margin:0;height:100%;overflow:hidden}
#wx-nav{position:fixed;z-index:60;top:0;left:0;right:0;height:44px;display:flex;align-items:center;justify-content:center;font:600 17px/1 sans-serif}
#wx-back{position:absolute;left:0;top:0;width:48px;height:44px;border:0;background:none;color:inherit;font-size:22px}
#wx-tabs{position:fixed;z-index:60;bottom:0;left:0;right:0;height:56px;display:flex;background:#fff;border-top:1px solid #ddd}
#wx-tabs button{flex:1;border:0;background:none;font:14px/1 sans-serif}
#wx-toast{position:fixed;z-index:90;left:50%;top:45%;transform:translate(-50%,-50%);max-width:75%;padding:14px 18px;border-radius:8px;background:rgba(0,0,0,.78);color:#fff;font:15px/1.5 sans-serif}
#wx-dialog{position:fixed;z-index:95;inset:0;display:flex;align-items:center;justify-content:center;background:rgba(0,0,0,.5);font:16px/1.6 sans-serif}
#wx-dialog>div{width:78%;max-width:340px;padding:22px 18px 12px;border-radius:12px;background:#fff;text-align:center;color:#111}
#wx-dialog button{min-width:44%;min-height:44px;margin:12px 2% 0;border:0;border-radius:8px;background:#f0f2f5;font:inherit}
[hidden]{display:none!important}
.page-holder{position:fixed;top:44px;left:0;right:0;bottom:0;overflow:auto;--wx-height:calc(100vh - 44px)}
.page-holder.tabbed{bottom:57px;--wx-height:calc(100vh - 101px)}
page,view,scroll-view,form,swiper,swiper-item,block,label,picker,radio-group,checkbox-group{display:block}
page{min-height:100%}
text{display:inline}
text,view{white-space:pre-wrap}
image{display:inline-block;width:320px;height:240px;background-repeat:no-repeat;background-size:100% 100%;background-position:center}
image[mode=aspectFill]{background-size:cover} image[mode=aspectFit]{background-size:contain}
button{display:block;width:100%;box-sizing:border-box;border:1px solid rgba(0,0,0,.2);font:inherit}
input,textarea{display:block;font:inherit;border:0;background:none;outline:0;resize:none;field-sizing:content}
switch{display:inline-block;position:relative;width:52px;height:32px;border-radius:16px;background:#dfdfdf}
switch::after{content:'';position:absolute;top:2px;left:2px;width:28px;height:28px;border-radius:50%;background:#fff}
switch[checked]{background:#07c160} switch[checked]::after{left:22px}
checkbox,radio{display:inline-block;width:22px;height:22px;border:1px solid #999;border-radius:4px} radio{border-radius:50%}
checkbox[checked],radio[checked]{background:#07c160}`;

/** Puts the built-in look and the package's own sheets (rpx → vw, app.wxss first) into the page. */
export function addStyles({ files }: Bundle): void {
  const sheets = Object.keys(files).filter((file) => file.endsWith('.wxss'));
  sheets.sort((a, b) => Number(b === 'app.wxss') - Number(a === 'app.wxss'));
  const own = sheets.map((file) => (files[file] ?? '').replace(/@import[^;]+;/g, '')).join('\n');
  const style = document.createElement('style');
  // in WeChat 100vh is what lies between the title bar and the tab bar
  const sized = own
    .replace(/(-?[\d.]+)rpx/g, 'calc($1 * 100vw / 750)')
    .replace(/\b100vh\b/g, 'var(--wx-height)');
  style.textContent = LOOK + sized;
  document.head.append(style);
}

/** Draws `src` of <image>, and keeps what is typed in step with what the app sets as `value`. */
export function followAttributes(base: string, readFile: (path: string) => Promise<Blob>): void {
  const paint = (element: Element, src: string) => {
    (element as HTMLElement).style.backgroundImage = src ? `url("${src}")` : '';
  };
  const draw = (element: Element) => {
    if (element.localName === 'image') {
      const src = element.getAttribute('src') ?? '';
      if (!src.startsWith(WxFiles.HOME)) paint(element, src && rebase(src, base));
      else
        readFile(src).then(
          (blob) => paint(element, URL.createObjectURL(blob)),
          () => paint(element, ''),
        );
    } else if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
      const value = element.getAttribute('value') ?? '';
      if (element.value !== value) element.value = value;
    }
  };
  const drawAll = (node: Node) => {
    if (!(node instanceof Element)) return;
    draw(node);
    node.querySelectorAll('image, input, textarea').forEach(draw);
  };
  const watch = { subtree: true, childList: true, attributes: true, attributeFilter: ['src', 'value'] };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === 'attributes') draw(change.target as Element);
      else change.addedNodes.forEach(drawAll);
    }
  }).observe(document.body, watch);
}
