// Who else asks for the desk's list asks as its screen does.
export { ListAsk } from './worklist.dto';
