/** The page for people at `GET /`: what each demo person received, newest first, refreshing itself. */
import type { SentMessage } from './features/subscribe.ts';
import { findTemplate, labelOf, oneTimeIds } from './features/templates.ts';
import type { User } from './world.ts';

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
}

/** '2026-11-22T06:00:00.000Z' → '11月22日 14:00:00' in Beijing time. */
function chinaTime(instant: string): string {
  const shifted = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  return `${Number(shifted.slice(5, 7))}月${Number(shifted.slice(8, 10))}日 ${shifted.slice(11, 19)}`;
}

/** @param appUrl address of the H5 build; without it the page path is shown as text */
function pageLink(page: string, appUrl: string): string {
  if (page === '') return '<span class="muted">此消息不跳转页面</span>';
  if (appUrl === '') return `<span class="path">${escapeHtml(page)}</span>`;
  const href = `${appUrl.replace(/[/#]+$/, '')}/#/${page}`;
  return `<a class="path" href="${escapeHtml(href)}" target="_blank" rel="noopener">进入小程序查看 · ${escapeHtml(page)}</a>`;
}

function card(message: SentMessage, appUrl: string): string {
  const template = findTemplate(message.templateId);
  const rows = Object.entries(message.data).map(([key, value]) => {
    const label = template ? labelOf(template, key) : key;
    return `<div class="row"><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd></div>`;
  });
  return `<article><header><h3>${escapeHtml(template?.title ?? message.templateId)}</h3><time>${chinaTime(message.at)}</time></header>
<dl>${rows.join('')}</dl>
<footer>${pageLink(message.page, appUrl)}<span class="muted">消息号 ${message.msgId}</span></footer></article>`;
}

function person(user: User, messages: SentMessage[], appUrl: string): string {
  const cards = messages.map((message) => card(message, appUrl)).reverse();
  const body = cards.length > 0 ? cards.join('') : '<p class="muted">还没有收到消息</p>';
  return `<section><h2>${escapeHtml(user.name)}<small>${cards.length} 条</small></h2><p class="openid">${escapeHtml(user.openid)}</p>
<button type="button" data-user="${escapeHtml(user.openid)}">替TA点“允许”（每种通知各 1 条）</button>${body}</section>`;
}

/** The part that is refreshed: people with messages first. */
export function messagesHtml(users: User[], sent: SentMessage[], appUrl: string): string {
  const withMessages = users
    .map((user) => ({ user, own: sent.filter((one) => one.openid === user.openid) }))
    .sort((a, b) => (b.own.at(-1)?.at ?? '').localeCompare(a.own.at(-1)?.at ?? ''));
  if (withMessages.length === 0) return '<p class="muted">还没有演示用户</p>';
  return withMessages.map(({ user, own }) => person(user, own, appUrl)).join('');
}

const STYLE = `:root{color-scheme:light dark;--bg:#ededed;--card:#fff;--ink:#191919;--soft:#6b6b6b;--line:#e3e3e3;--go:#047a43}
@media(prefers-color-scheme:dark){:root{--bg:#111;--card:#1f1f1f;--ink:#e8e8e8;--soft:#a3a3a3;--line:#333;--go:#3ecf8e}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:1080px;margin:0 auto;padding:16px}h1{font-size:20px;margin:4px 0}.muted,.openid,time,small{color:var(--soft);font-size:13px}
#people{display:grid;gap:16px;grid-template-columns:repeat(auto-fill,minmax(min(100%,320px),1fr));align-items:start;margin-top:16px}
h2{font-size:17px;margin:0;display:flex;justify-content:space-between;align-items:baseline}.openid{margin:0 0 8px;word-break:break-all}
article{background:var(--card);border-radius:10px;padding:12px 14px;margin-bottom:12px}
article header{display:flex;justify-content:space-between;align-items:baseline;gap:8px}h3{font-size:16px;margin:0}time{white-space:nowrap}
dl{margin:8px 0}.row{display:flex;gap:12px;padding:2px 0}dt{color:var(--soft);flex:0 0 5em}dd{margin:0;overflow-wrap:anywhere}
footer{border-top:1px solid var(--line);padding-top:8px;display:flex;flex-direction:column;gap:2px}
button{width:100%;min-height:44px;margin-bottom:12px;border:1px solid var(--line);border-radius:10px;background:transparent;color:var(--go);font:inherit;cursor:pointer}
button:disabled{color:var(--soft);cursor:default}
.path{color:var(--go);overflow-wrap:anywhere}a.path{display:inline-block;min-height:44px;line-height:22px;padding:11px 0}`;

const SCRIPT = `const ids=${JSON.stringify(oneTimeIds())};const box=document.getElementById('people');const state=document.getElementById('state');let last='';
setInterval(async()=>{try{const answer=await fetch('/messages');const html=await answer.text();
if(html!==last){last=html;box.innerHTML=html}state.textContent='每 2 秒自动刷新'}catch{state.textContent='模拟服务已停止，等待恢复'}},2000);
box.addEventListener('click',async(event)=>{const button=event.target.closest('button[data-user]');if(!button)return;
button.disabled=true;const choices=Object.fromEntries(ids.map((id)=>[id,'accept']));
const answer=await fetch('/__test__/tap',{method:'POST',body:JSON.stringify({user:button.dataset.user,choices})}).then((r)=>r.json(),()=>({}));
button.textContent=answer.errMsg==='requestSubscribeMessage:ok'?'已允许，各加 1 条':'没有成功，请再点一次';
setTimeout(()=>{button.disabled=false;button.textContent='替TA点“允许”（每种通知各 1 条）'},2000)})`;

export function pageHtml(users: User[], sent: SentMessage[], appUrl: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>微信消息（本地模拟）</title><link rel="icon" href="data:,"><style>${STYLE}</style></head><body><main>
<h1>微信消息（本地模拟）</h1><p class="muted">这里是各位演示人员在微信里收到的订阅消息，未连接真实微信。<span id="state" role="status">每 2 秒自动刷新</span></p>
<div id="people">${messagesHtml(users, sent, appUrl)}</div></main><script>${SCRIPT}</script></body></html>`;
}
