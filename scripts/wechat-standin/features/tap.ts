/** What a person does with subscription messages on the phone: taps on the dialog, on a card, on the master switch. */
import type { ControlRoute, Deps, Feature } from '../feature.ts';
import { ControlError, userOf } from '../feature.ts';
import type { Choice, Ledger } from '../ledger.ts';
import type { JsonObject } from '../wire.ts';
import { isObject, textOf } from '../wire.ts';
import type { Template } from './templates.ts';
import { findTemplate } from './templates.ts';

const CHOICES: readonly string[] = ['accept', 'reject', 'ban', 'filter'] satisfies Choice[];
const MOST_IDS = 5;

/** A failure as wx.requestSubscribeMessage's `fail` gives it. */
const failure = (errCode: number, text: string) => ({
  errMsg: `requestSubscribeMessage:fail ${text}`,
  errCode,
});

/** The failure of the client API for these templates, or null when the dialog would show. */
function dialogFailure(templates: (Template | undefined)[], mainSwitch: boolean) {
  if (templates.length === 0) return failure(10001, 'TmplIds cannot be empty');
  if (templates.length > MOST_IDS) return failure(20003, 'Templates count out of max bounds');
  if (templates.includes(undefined))
    return failure(20001, 'No template data return, verify the template id exist');
  if (new Set(templates.map((one) => one?.type)).size > 1)
    return failure(20002, 'Templates type must be same');
  if (!mainSwitch) return failure(20004, 'The main switch is switched off');
  return null;
}

/** The choice per template id, from `choices: {id: choice}`. */
function choicesOf(input: JsonObject): [string, Choice][] {
  const given = isObject(input.choices) ? input.choices : {};
  return Object.entries(given).map(([id, choice]) => {
    if (typeof choice !== 'string' || !CHOICES.includes(choice)) {
      throw new ControlError(`choices: ${CHOICES.join(' | ')}`);
    }
    return [id, choice as Choice];
  });
}

/**
 * One tap on the dialog: moves the quota, pushes the popup event (accept and reject only), and answers what
 * wx.requestSubscribeMessage would give the page. `event: false` leaves the push out.
 */
async function tap({ world, pusher }: Deps, ledger: Ledger, input: JsonObject) {
  const user = userOf(world, input);
  const choices = choicesOf(input);
  const failed = dialogFailure(
    choices.map(([id]) => findTemplate(id)),
    user.mainSwitch,
  );
  if (failed) return failed;
  for (const [id, choice] of choices) ledger.tap(user.openid, id, choice, findTemplate(id)?.type === 3);
  const items = choices
    .filter(([, choice]) => choice === 'accept' || choice === 'reject')
    .map(([id, choice]) => ({ TemplateId: id, SubscribeStatusString: choice, PopupScene: '0' }));
  if (items.length > 0 && input.event !== false) {
    await pusher.pushList(user.openid, 'subscribe_msg_popup_event', items);
  }
  return { errMsg: 'requestSubscribeMessage:ok', ...Object.fromEntries(choices) };
}

async function refuseCard({ world, pusher }: Deps, ledger: Ledger, input: JsonObject) {
  const user = userOf(world, input);
  const templateId = textOf(input, 'templateId');
  if (!findTemplate(templateId)) throw new ControlError('no such template', 404);
  ledger.refuse(user.openid, templateId);
  const item = { TemplateId: templateId, SubscribeStatusString: 'reject' };
  await pusher.pushList(user.openid, 'subscribe_msg_change_event', [item]);
  return { refused: true };
}

function controls(deps: Deps, ledger: Ledger): ControlRoute[] {
  return [
    { method: 'POST', name: 'tap', run: (input) => tap(deps, ledger, input) },
    { method: 'POST', name: 'card-refusal', run: (input) => refuseCard(deps, ledger, input) },
    {
      method: 'POST',
      name: 'main-switch',
      run: (input) => {
        const user = userOf(deps.world, input);
        user.mainSwitch = input.on === true;
        return { on: user.mainSwitch };
      },
    },
    {
      method: 'GET',
      name: 'credit',
      run: (input) => ledger.entry(userOf(deps.world, input).openid, textOf(input, 'templateId')),
    },
  ];
}

export function createTap(deps: Deps, ledger: Ledger): Feature {
  return { routes: [], controls: controls(deps, ledger), reset: () => undefined };
}
