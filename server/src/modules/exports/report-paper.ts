import {
  formatLocal,
  REPORT_FACES,
  type ReportFace,
  type ReportSection,
  type StreetReport,
} from '@yihu/shared';
import {
  AlignmentType,
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';

const NTH = '一二三四五六七八';
const FONT = { ascii: 'Times New Roman', eastAsia: '宋体', hAnsi: 'Times New Roman' } as const;
/** A4 with the margins of an official paper, in twentieths of a point. */
const PAGE = {
  size: { width: 11_906, height: 16_838 },
  margin: { top: 1440, bottom: 1440, left: 1500, right: 1500 },
};

/** A report as a text document: title, sections, figures, and what they were true of. */
export function docxOf(
  report: StreetReport,
  face: ReportFace,
  sections: readonly ReportSection[],
): Promise<Buffer> {
  const title = `${report.streetName}12345热线${report.label}`;
  const children = [
    new Paragraph({ text: title, heading: HeadingLevel.TITLE, alignment: AlignmentType.CENTER }),
    new Paragraph({
      text: standingOf(report, face),
      alignment: AlignmentType.CENTER,
      spacing: { after: 240 },
    }),
    ...sections.flatMap((section, at) => sectionOf(section, at)),
    // Room for a leader's word, on what stays in the house.
    ...(face === 'OFFICE'
      ? [heading('领导批示'), new Paragraph({ text: '', spacing: { after: 1200 } })]
      : []),
  ];
  const document = new Document({
    ...{
      title,
      creator: report.streetName,
      lastModifiedBy: report.streetName,
      description: standingOf(report, face),
    },
    styles: { default: { document: { run: { font: FONT, size: 24 } } } },
    sections: [{ properties: { page: PAGE }, children }],
  });
  return Packer.toBuffer(document);
}

/** `2026-11-16 至 2026-11-22 · 数字截至 … · 内部版 · 已发布第 2 版` */
function standingOf(
  { fromDay, toDay, asOf, version, state, editions }: StreetReport,
  face: ReportFace,
): string {
  const [edition] = editions;
  const standing =
    state === 'PUBLISHED' && edition !== undefined
      ? `已发布第 ${edition.edition} 版`
      : `第 ${version} 稿,未发布`;
  const days = fromDay === toDay ? fromDay : `${fromDay} 至 ${toDay}`;
  return `${days} · 数字截至 ${formatLocal(asOf)} · ${REPORT_FACES[face]} · ${standing}`;
}

const heading = (text: string) =>
  new Paragraph({ text, heading: HeadingLevel.HEADING_2, spacing: { before: 240 } });

function sectionOf({ title, text, lines }: ReportSection, at: number) {
  const rows = lines.map(
    ({ label, text: number }) => new TableRow({ children: [cell(label, 30, true), cell(number, 70, false)] }),
  );
  return [
    heading(`${NTH[at] ?? at + 1}、${title}`),
    // Sentences somebody typed keep their lines.
    ...text
      .split('\n')
      .map((line) => new Paragraph({ children: [new TextRun(line)], indent: { firstLine: 480 } })),
    ...(rows.length === 0 ? [] : [new Table({ rows, width: { size: 100, type: WidthType.PERCENTAGE } })]),
  ];
}

function cell(text: string, size: number, bold: boolean): TableCell {
  return new TableCell({
    children: [new Paragraph({ children: [new TextRun({ text, bold })] })],
    width: { size, type: WidthType.PERCENTAGE },
    margins: { top: 60, bottom: 60, left: 100, right: 100 },
  });
}
