/** Names of people after the words that announce one. Surnames: the 150 commonest and the usual double ones. */
export interface NameSpan {
  start: number;
  end: number;
}

const SURNAMES = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫阎雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔葛齐梅庄柯耿俞安鲁樊舒季芦裴尚施左岳柴章费鲍瞿童奚阮甘解洪殷宁詹翟单欧祝柳涂项祁凌关丛焦牛骆包洛卞纪霍辛鹿桂聂褚蓝华伍倪窦路娄盛仇景巩占甄屈封靳车房滕符边谷',
);
const DOUBLE_SURNAMES = new Set([
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '夏侯',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '司徒',
  '东方',
  '令狐',
]);

/** After these a name is near certain; after the weak ones only when something ends it. */
const STRONG =
  /(?:我叫|我的名字[叫是]|名字[叫是]|名叫|姓名|联系人|举报人|投诉人|反映人|诉求人|申请人|报料人|当事人|户主|业主姓名|本人叫|本人姓名)(?:姓名)?[\s:：是为叫]{0,3}/g;
const WEAK = /(?:我是|本人是?|业主|我姓名|这里是)[\s:：,，]{0,2}/g;

const TITLE = /^(?:先生|女士|小姐|师傅|老师|大爷|大妈|阿姨|某某?)/;
/** What may follow a whole name. */
const END =
  /^(?:$|[^\p{Script=Han}]|住[在址\d]?(?!户)|家住|家在|电话|手机|联系|身份证|微信|性别|男|女|今年|是[^否]|在|系|反映|投诉|举报|要求|来自|号码|年龄|向|也|因)/u;
const CLOSED = /^(?:电话|手机|联系|身份证|微信|住址|地址|性别|号码)/;
/** A given name does not hold these: the candidate is a word or a place instead. */
const NOT_GIVEN = /[区市县省镇乡街路户员者们的了是和与及有被把就都很不没我你他她这那里边围人住个一]/;
const WORDS =
  /^(?:高中|高校|高层|高新|高速|方便|金融|石油|万科|万达|华为|安徽|安全|常住|常年|江苏|江西|黄山|黄金|马上|马路|和平|于是|向来|任何|任职|关于|关注|白天|华润|龙湖|项目|时常|全体|左右|东方|周末|周围|周边|路过|路口|单位|单身|单元|安置|包工|车主|房东|房主|边上|施工|康复|易发|向阳|武汉|汤池|成年|何时|解决|纪委|方案|程序|夏天|路灯|房屋|房产|车位|车辆|单方|丁香|丁岗|洪岗|科企|新华)/;

/** Length of the name at `at`: surname and title, or surname and one or two given characters; 0 when none. */
function nameLength(text: string, at: number, certain: boolean): number {
  const rest = text.slice(at, at + 12);
  const surname = DOUBLE_SURNAMES.has(rest.slice(0, 2)) ? 2 : SURNAMES.has(rest.slice(0, 1)) ? 1 : 0;
  if (surname === 0 || (surname === 1 && WORDS.test(rest))) return 0;
  const title = TITLE.exec(rest.slice(surname));
  if (title !== null) return surname + title[0].length;
  // One given character before a whole closing word (李鸣|联系方式) goes before two (李鸣联|系…).
  if (isGiven(rest.slice(surname, surname + 1), 1) && CLOSED.test(rest.slice(surname + 1)))
    return surname + 1;
  for (const given of [2, 1]) {
    if (!isGiven(rest.slice(surname, surname + given), given)) continue;
    if (END.test(rest.slice(surname + given))) return surname + given;
  }
  if (!certain) return 0;
  return isGiven(rest.slice(surname, surname + 2), 2) ? surname + 2 : 0;
}

function isGiven(name: string, length: number): boolean {
  return name.length === length && /^\p{Script=Han}+$/u.test(name) && !NOT_GIVEN.test(name);
}

/** Stretches of names that follow a cue word (我叫, 姓名, 联系人 …; 我是 and 本人 when the name is closed off). */
export function namesAfterCues(text: string): NameSpan[] {
  const spans: NameSpan[] = [];
  for (const [cue, certain] of [
    [STRONG, true],
    [WEAK, false],
  ] as const) {
    // `matchAll` copies its pattern for every text, which is dearer than looking.
    cue.lastIndex = 0;
    for (let match = cue.exec(text); match !== null; match = cue.exec(text)) {
      const start = match.index + match[0].length;
      const length = nameLength(text, start, certain);
      if (length > 0) spans.push({ start, end: start + length });
    }
  }
  return spans;
}
