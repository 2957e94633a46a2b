import { pick } from '../seeded';

const WHAT = [
  '楼下的下水道又堵了,污水漫到路面上,走路要绕行',
  '夜里施工的声音很大,家里老人睡不着',
  '路灯坏了好几盏,晚上接孩子放学看不清路',
  '电动车把消防通道占满了,担心出事来不及救',
  '菜场门口的摊位摆到了人行道上,推婴儿车过不去',
  '垃圾两三天没有清运,天热味道很重',
  '小区门口的井盖松了,汽车一过就响',
  '物业说要换电梯,一直没有给出时间',
];
const MORE = [
  '之前向物业说过两次,当时答应处理,后来没有消息。',
  '希望能派人到现场看一看,告诉我们哪天能办好。',
  '附近几栋楼的邻居都碰到同样的事,可以一起问。',
  '白天家里没有人,傍晚以后打电话比较方便。',
  '照片可以另外再拍,需要的话请告诉我怎么传。',
  '如果不归这里管,也请说明应当找谁。',
];

/** A made-up narrative of about so many characters. */
export function narrative(random: () => number, length: number): string {
  let text = `${pick(random, WHAT)}。`;
  while (text.length < length) text += pick(random, MORE);
  return text.slice(0, Math.max(10, length));
}
