import { addDays, type Day, dayOf, formatMonthDay, type Instant, type KeptThing } from '@yihu/shared';

/** What goes at once when an account is deleted, in plain words. */
export const DELETED: readonly string[] = [
  '您的姓名和手机号',
  '您的微信和这个账号的关系:以后用同一个微信登录,是一个全新的账号',
  '您在各件诉求上留的姓名和电话,文字里的姓名、电话、门牌号等会换成「〔姓名〕」这样的遮盖',
  '您录的音;还没听写成文字的,办完这件事再删',
  '微信提醒的授权和剩余次数',
  '选好了但没有提交的照片',
  '所有手机和电脑上的登录,会立刻退出',
];

/** What stays without her, why, and until when. `days`: how long the logs are kept by the rules in force. */
export function keptThings(now: Instant, days: { signIns: number; audit: number }): KeptThing[] {
  return [
    {
      what: '诉求的事情本身、现场照片和办理经过(不再有您的姓名、电话)',
      why: '是街道办理公务的档案,依《档案法》保存;这件事可能还在影响别人',
      until: '按街道政务档案的保管期限,到期由街道档案室鉴定销毁',
    },
    {
      what: '登录时间和设备名称(不含姓名、电话)',
      why: '《网络安全法》要求网络日志至少保存六个月',
      until: `每条满 ${days.signIns} 天删除,最晚 ${dateAfter(now, days.signIns)}`,
    },
    {
      what: '谁在什么时候看过、办过的记录(只有编号,不含姓名、电话)',
      why: '发生泄露时要能查到人',
      until: `每条满 ${days.audit} 天删除,最晚 ${dateAfter(now, days.audit)}`,
    },
  ];
}

function dateAfter(now: Instant, days: number): string {
  const day: Day = addDays(dayOf(now), days);
  return `${day.slice(0, 4)}年${formatMonthDay(day)}`;
}
