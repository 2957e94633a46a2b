import { JSDOM } from 'jsdom';
import { builtinEffects } from './builtin.ts';

const tapped = (html: string) => {
  const { document } = new JSDOM(`<body>${html}</body>`).window;
  const target = document.querySelector('#t');
  if (!target) throw new Error('no #t');
  return builtinEffects(target).map(({ target: on, type, detail }) => [on.localName, type, detail.value]);
};

describe('builtinEffects', () => {
  it.each([
    ['a switch', '<switch id="t"></switch>', [['switch', 'change', true]]],
    ['a switch that is on', '<switch id="t" checked=""></switch>', [['switch', 'change', false]]],
    ['a disabled switch', '<switch id="t" disabled=""></switch>', []],
    ['a label', '<label><text id="t"></text><switch></switch></label>', [['switch', 'change', true]]],
    [
      'a checkbox',
      '<checkbox-group><checkbox value="a" checked=""></checkbox><checkbox id="t" value="b"></checkbox></checkbox-group>',
      [['checkbox-group', 'change', ['a', 'b']]],
    ],
    [
      'a radio',
      '<radio-group><radio value="a" checked=""></radio><radio id="t" value="b"></radio></radio-group>',
      [['radio-group', 'change', 'b']],
    ],
    [
      'a submit button',
      '<form><input name="n" value="v"><switch name="s" checked=""></switch><button id="t" form-type="submit"></button></form>',
      [['form', 'submit', { n: 'v', s: true }]],
    ],
    ['a plain view', '<view id="t"></view>', []],
  ])('%s', (_, html, effects) => {
    expect(tapped(html)).toEqual(effects);
  });
});
