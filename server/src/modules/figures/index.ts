// Who else asks for figures reads what is given as their screens do.
export { type Given, readGiven } from './given';
