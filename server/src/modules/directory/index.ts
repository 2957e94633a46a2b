// What the desk's editors of streets, units and grids build on: the one writer of these tables, and how they are read.
export type { OutlineEntity, UnitEntity } from './directory.entity';
export { DirectoryService, type Unit } from './directory.service';
export { directoryStore } from './directory.store';
export { centerOf, refOf } from './directory.view';
export { codeKey } from './directory-snapshot';
