import {
  type DraftSection,
  findPrivate,
  type ReportFace,
  type ReportSection,
  strayFigures,
} from '@yihu/shared';

/** One change of one section, whoever made it. */
export interface Edit {
  revision: number;
  face: ReportFace;
  section: number;
  text: string;
  by: string;
  at: string;
}

/** Sections of one face as they read after every change, with the drafted sentences and the changes beside. */
export function editedSections(
  drafted: readonly ReportSection[],
  face: ReportFace,
  edits: readonly Edit[],
): DraftSection[] {
  return drafted.map((section, at) => {
    const own = edits.filter((edit) => edit.face === face && edit.section === at);
    return {
      ...section,
      text: own.at(-1)?.text ?? section.text,
      drafted: section.text,
      edits: own.map(({ revision, text, by, at: when }) => ({ revision, text, by, at: when })),
    };
  });
}

/** What makes sentences unfit to go out. */
export type Unfit =
  | { code: 'REPORT_FIGURE_STRAY'; details: { number: string; section: string } }
  | { code: 'REPORT_PRIVATE'; details: { what: string; section: string } }
  | { code: 'REPORT_NAMES_UNIT'; details: { unit: string; section: string } };

/** Whom residents must not read of. */
export interface Unnameable {
  /** Staff of the street. */
  people: readonly string[];
  /** Units and grids; empty where the street names them to residents. */
  units: readonly string[];
}

/**
 * Why a section's sentences cannot go out; null when they can. Figures are those of the report, whoever reads it; what
 * residents read names no person, no number of one, and no unit.
 * @param drafted every drafted section of the same face
 */
export function unfitness(
  face: ReportFace,
  { title, text, lines }: ReportSection,
  drafted: readonly ReportSection[],
  { people, units }: Unnameable,
): Unfit | null {
  const [number] = strayFigures(text, drafted);
  if (number !== undefined) return { code: 'REPORT_FIGURE_STRAY', details: { number, section: title } };
  if (face === 'OFFICE') return null;
  const person = people.find((name) => isNamed(name, text));
  const what = person === undefined ? findPrivate(text).join('、') : `「${person}」的姓名`;
  if (what !== '') return { code: 'REPORT_PRIVATE', details: { what, section: title } };
  const unit = units.find((name) => text.includes(name) || lines.some(({ label }) => label === name));
  return unit === undefined ? null : { code: 'REPORT_NAMES_UNIT', details: { unit, section: title } };
}

/** What stands before a person's name, and after it. */
const BEFORE_NAME = '(?:^|[、,，。;；:：和与由请派是]|员|长|书记|主任|同志|代表|经办人|负责人)';
const AFTER_NAME =
  '(?:$|[、,，。;；和与]|同志|书记|主任|科长|队长|所长|女士|先生|师傅|老师|带队|带领|负责|牵头|到场|上门|介绍|表示|说)';

/** Names of two characters are everyday words too (早高峰): they count where a name would stand. */
function isNamed(name: string, text: string): boolean {
  if (!text.includes(name)) return false;
  if (Array.from(name).length > 2) return true;
  const words = name.replace(/[^\p{Script=Han}A-Za-z]/gu, '');
  return words !== '' && new RegExp(`${BEFORE_NAME}${words}|${words}${AFTER_NAME}`, 'm').test(text);
}

/** An edition as one text, as it is put to the content check. */
export function wholeText(title: string, sections: readonly ReportSection[]): string {
  return [
    title,
    ...sections.flatMap((section) => [
      section.title,
      section.text,
      ...section.lines.map(({ label, text }) => `${label} ${text}`),
    ]),
  ].join('\n');
}
