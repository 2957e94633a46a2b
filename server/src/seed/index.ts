export { demoId } from './demo-ids';
export { DEMO_PERSONS, type DemoPerson } from './demo-persons';
export { DEMO_STREET_CODE } from './demo-units';
export { seedDemo } from './seed-demo';
