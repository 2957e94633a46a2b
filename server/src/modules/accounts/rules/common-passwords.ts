/**
 * What passwords are made of that are guessed first: the letters of the most frequent leaked passwords, English
 * and Chinese, without digits and signs around them. `P@ssw0rd2024!`, `Admin@123` and `woaini1314` all come down
 * to one of these.
 */
const STEMS =
  'a aa aaa ab abc abcd abcde abcdef abcdefg abcdefgh abcabc abcdabcd admin adminadmin administrator root toor user guest test testtest demo ' +
  'welcome hello password passwd pass passw passwort pwd mypassword secret letmein changeme default login master ' +
  'qwe qwer qwert qwerty qwertyui qwertyuiop qweasd qweasdzxc qazwsx qazwsxedc qaz wsx qazxsw zaqwsx asd asdf asdfg asdfgh asdfghjkl asdasd ' +
  'zxc zxcv zxcvb zxcvbn zxcvbnm iloveyou ilove love lover loveyou baby angel princess sunshine superman batman ' +
  'dragon monkey football baseball michael jordan charlie jessica ashley shadow trustno freedom whatever ' +
  'computer internet google microsoft windows apple system oracle mysql server database manager huawei tencent ' +
  'wechat weixin taobao alibaba baidu china zhongguo beijing shanghai anhui hefei shushan nanqi jiedao ' +
  'woaini woaiwoziji woaiwojia woaizuguo wode nihao nishishui mima denglu guanliyuan aini wang wangwei zhang zhangwei li liwei chen liu yang ' +
  'zhao huang zhou xu sun ma zhu hu guo lin he gao luo asdqwe qwaszx xxx zzz ppp ooo mmm test user king happy lucky summer winter spring autumn ' +
  'yihu yihujiying rexian wangge shequ jiedaoban zhengfu gongdan';

const COMMON: ReadonlySet<string> = new Set(STEMS.split(' '));

/** Letters people write as signs and digits. */
const LEET: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '3': 'e',
  $: 's',
  '5': 's',
  '7': 't',
};
const ROWS = [
  '01234567890',
  '09876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '147258369',
  '1qaz2wsx3edc4rfv',
];

/** True when the text is a word of the list dressed with digits and signs. */
function isDressedWord(text: string): boolean {
  const bare = text.replace(/^\P{L}+|\P{L}+$/gu, '');
  const unmasked = text.replace(/[@40!13$57]/g, (sign) => LEET[sign] ?? sign);
  const candidates = [
    bare,
    text.replace(/\P{L}/gu, ''),
    bare.replace(/[@40!13$57]/g, (sign) => LEET[sign] ?? sign),
    unmasked.replace(/^\P{L}+|\P{L}+$/gu, ''),
  ];
  return candidates.some((word) => COMMON.has(word));
}

/** True when it is one short piece again and again, or a walk along the keyboard, the alphabet or the digits. */
function isPattern(text: string): boolean {
  if (/^(.{1,4})\1+.?$/.test(text)) return true;
  return ROWS.some((row) => (row + row).includes(text) || [...row].reverse().join('').includes(text));
}

/** True for passwords an attacker tries first; digits only are always among them (birthdays, telephones). */
export function isCommon(password: string): boolean {
  const text = password.toLowerCase();
  return /^\d*$/.test(text) || isPattern(text) || isDressedWord(text);
}
