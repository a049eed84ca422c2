import { describe, expect, it } from 'vitest';
import { mayOwnerBeDisabled, type Risk, risksOf } from '../../src/rooms/risks.ts';
import type { Room } from '../../src/rooms/room.ts';
import { makeRoom } from '../support/factories.ts';

const ADA = { id: 'ada', name: 'Ada' };
const DELETED = { id: null, name: null, isDeleted: true } as const;
const disabled = (...ids: string[]) => ({ ids: new Set(ids), isComplete: true });

describe('the risks of a room', () => {
  it.each<[string, Partial<Room>, readonly string[], readonly Risk[]]>([
    ['that nobody else can open, of an owner who is there', { owner: ADA }, ['ben'], []],
    ['with a public link', { isOpenToPublic: true, owner: ADA }, [], ['public link']],
    ['with the link to fill in a form', { isOpenToPublic: true, owner: ADA, type: 'form-filling' }, [], []],
    ['with an unknown link', { isOpenToPublic: null, owner: ADA }, [], []],
    ['of a disabled owner', { owner: ADA }, ['ada'], ['owner gone']],
    ['of a deleted owner', { owner: DELETED }, [], ['owner gone']],
    ['of an unknown owner', { owner: null }, ['ada', ''], []],
    ['of an owner without an id', { owner: { id: null, name: 'Ada' } }, ['Ada'], []],
    ['with both', { isOpenToPublic: true, owner: DELETED }, [], ['public link', 'owner gone']],
  ])('%s', (_, room, ids, risks) => {
    expect(risksOf(makeRoom(room), disabled(...ids))).toEqual(risks);
  });

  it.each<[string, Room['owner'], boolean]>([
    ['an owner', ADA, true],
    ['a deleted owner', DELETED, false],
    ['a deleted owner with an id', { ...DELETED, id: 'x' }, false],
    ['an owner without an id', { id: null, name: 'Ada' }, false],
    ['no owner', null, false],
  ])('need a list of disabled accounts for %s: %s', (_, owner, isNeeded) => {
    expect(mayOwnerBeDisabled({ owner })).toBe(isNeeded);
  });
});
