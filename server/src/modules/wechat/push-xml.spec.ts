import * as fc from 'fast-check';
import { xmlOf } from '../../../../scripts/wechat-standin/push-xml';
import { PushRefused } from './push-crypto';
import { recordOfXml } from './push-xml';

it('reads an event as the JSON format would give it', () => {
  const event = {
    ToUserName: 'gh_1',
    FromUserName: 'oWang',
    CreateTime: 1610968440,
    MsgType: 'event',
    Event: 'subscribe_msg_popup_event',
    List: [
      { TemplateId: 't1', SubscribeStatusString: 'accept' },
      { TemplateId: 't2', SubscribeStatusString: 'reject' },
    ],
  };
  expect(recordOfXml(xmlOf(event))).toEqual({ ...event, CreateTime: '1610968440' });
});

it('gives a single item as an object, as the JSON format does', () => {
  const item = { TemplateId: 't1', MsgID: '1700827132819554304', ErrorCode: '0' };
  const read = recordOfXml(xmlOf({ Event: 'subscribe_msg_sent_event', List: [item] }));
  expect(read).toEqual({ Event: 'subscribe_msg_sent_event', List: item });
});

it('keeps any text that CDATA can hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.includes(']]>') && !/^\s|\s$/.test(text));
      expect(recordOfXml(xmlOf({ Content: text }))).toEqual({ Content: text });
    }),
  );
  expect(recordOfXml('<xml><A>1 &lt; 2 &amp; 3 &bogus;</A></xml>')).toEqual({ A: '1 < 2 & 3 &bogus;' });
});

it.each([
  ['nothing', ''],
  ['another root', '<root></root>'],
  ['text alone', '<xml>text</xml>'],
  ['an open element', '<xml><A>1</xml>'],
  ['crossed elements', '<xml><A><B></A></B></xml>'],
  ['something after the end', '<xml><A>1</A></xml><xml></xml>'],
  ['a document type', '<!DOCTYPE xml [<!ENTITY a "b">]><xml><A>&a;</A></xml>'],
  ['attributes', '<xml a="1"><A>1</A></xml>'],
  ['a flood of nesting', `<xml>${'<A>'.repeat(5000)}${'</A>'.repeat(5000)}</xml>`],
])('refuses %s', (_, text) => {
  expect(() => recordOfXml(text)).toThrow(PushRefused);
});
