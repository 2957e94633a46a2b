import { Injectable } from '@nestjs/common';
import type { ImportAnswer, ImportGridsBody, ImportRow, Outline } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { AppError } from '../../platform/errors';
import type { UnitEntity } from '../directory';
import { codeKey } from '../directory';
import { GridWriter, groundOf, type Step } from './grid-writer';
import { blank, gridUnder } from './grids.service';
import { type Feature, readFeatures, shortNameOf } from './rules/features';
import { checkGround, type Ground, refusalOf, refusalText } from './rules/street-map';
import type { StreetState } from './street-state.query';

const CODE_MOST = 32;
const NAME_MOST = 64;

interface Read {
  row: ImportRow;
  step: Step | null;
}

/** Grids from a file: first what it would do, then all of it or nothing. */
@Injectable()
export class GridImportService {
  constructor(private readonly writer: GridWriter) {}

  /** Throws GRID_IMPORT (no usable file; a wrong feature, unless it is a dry run), GRID_OVERLAP, NOT_FOUND. */
  async import(actor: Actor, body: ImportGridsBody): Promise<ImportAnswer> {
    const file = readFeatures(body.geojson, body.mapping);
    if ('reason' in file) throw new AppError('GRID_IMPORT', { reason: file.reason });
    let rows: ImportRow[] = [];
    const plan = await this.writer.change(actor, body.streetId, body, (state) => {
      const reads = new Reader(state).read(file.features);
      rows = reads.map(({ row }) => row);
      const wrong = rows.filter(({ outcome }) => outcome === 'ERROR');
      if (body.dryRun !== true && wrong.length > 0) throw wrongRows(wrong);
      return { steps: reads.flatMap(({ step }) => step ?? []), notes: [] };
    });
    return { done: plan.done, rows, overlaps: plan.overlaps, gaps: plan.gaps };
  }
}

function wrongRows(wrong: readonly ImportRow[]): AppError {
  const [first] = wrong;
  const { problem } = first ?? { problem: null };
  const why = problem !== null && 'ring' in problem ? refusalText(problem, first?.name) : problem?.reason;
  return new AppError('GRID_IMPORT', { reason: `有 ${wrong.length} 处错误。${why ?? ''}`, rows: wrong });
}

class Reader {
  private readonly ground: Ground;
  private readonly byCode: Map<string, UnitEntity>;
  private readonly communities: UnitEntity[];
  private readonly seen = new Map<string, number>();

  constructor(private readonly state: StreetState) {
    const units = [...state.units.values()];
    this.ground = groundOf(state);
    this.byCode = new Map(units.map((unit) => [codeKey(unit.code), unit]));
    this.communities = units.filter((unit) => unit.kind === 'COMMUNITY' && unit.active === 1);
  }

  read(features: readonly Feature[]): Read[] {
    return features.map((feature, at) => this.one(feature, at + 1));
  }

  private one(feature: Feature, number: number): Read {
    const wrong = (problem: ImportRow['problem']): Read => ({
      row: { ...base(feature, number), outcome: 'ERROR', outline: null, problem },
      step: null,
    });
    const reason = this.whyNot(feature, number);
    if (reason !== null) return wrong({ feature: number, reason });
    const checked = checkGround(feature.geometry, this.ground);
    if ('problem' in checked) return wrong(refusalOf(checked.problem, number));
    const { outline } = checked;
    const known = this.byCode.get(codeKey(feature.code));
    const step = known === undefined ? this.newGrid(feature, outline) : this.changed(known, feature, outline);
    const changed = known === undefined ? 'NEW' : 'CHANGED';
    const outcome = step === null ? 'UNCHANGED' : changed;
    return { row: { ...base(feature, number), outcome, outline, problem: null }, step };
  }

  /** What is wrong with the words of a feature, or null. */
  private whyNot({ code, name, community }: Feature, number: number): string | null {
    if (code === '') return '没有编号,请核对哪一项是编号';
    if ([...code].length > CODE_MOST) return `编号最多 ${CODE_MOST} 字`;
    if (name === '') return `编号「${code}」没有名称`;
    if ([...name].length > NAME_MOST) return `名称最多 ${NAME_MOST} 字`;
    const twin = this.seen.get(codeKey(code));
    if (twin !== undefined) return `编号「${code}」与第 ${twin} 个网格重复`;
    this.seen.set(codeKey(code), number);
    const known = this.byCode.get(codeKey(code));
    if (known === undefined) {
      return this.communityOf(community) === undefined
        ? `没有「${community}」这个社区,请核对名称或编号`
        : null;
    }
    if (known.kind !== 'GRID' || known.active !== 1) return `编号「${code}」已用于「${known.name}」`;
    const parent = this.communities.find(({ id }) => id === known.parent_id);
    const isElsewhere = community !== '' && parent !== undefined && this.communityOf(community) !== parent;
    return isElsewhere ? `「${code}」现属${parent.name},要换社区请在「单位」里移动` : null;
  }

  private communityOf(words: string): UnitEntity | undefined {
    return this.communities.find(({ code, name }) => code === words || name === words);
  }

  private newGrid(feature: Feature, outline: Outline): Step | null {
    const community = this.communityOf(feature.community);
    if (community === undefined) return null;
    const names = { code: feature.code, name: feature.name, shortName: shortNameOf(feature.name) };
    return { ...blank('IMPORTED', null, gridUnder(community, names, this.state)), outline };
  }

  private changed(known: UnitEntity, { name }: Feature, outline: Outline): Step | null {
    const now = this.state.outlines.get(known.id)?.outline;
    const isSameShape = JSON.stringify(now) === JSON.stringify(outline);
    if (isSameShape && known.name === name) return null;
    const short_name = known.name === name ? known.short_name : shortNameOf(name);
    return {
      ...blank('IMPORTED', known, { ...known, name, short_name }),
      outline: isSameShape ? null : outline,
    };
  }
}

const base = ({ code, name }: Feature, feature: number) => ({ feature, code, name });
