import { Script } from 'node:vm';
import { expect, it } from '@jest/globals';
import { disturbancePicker } from './disturbance-picker.js';
import { alters, delays } from './disturbances.js';

const known = { ...delays({ slow: 'late by <value>' }), ...alters({ other_word: 'says "no"' }) };

it('offers every known disturbance with its meaning, as text, under what becomes of the session', () => {
  const { body } = disturbancePicker(known);
  expect(body).toContain('data-disturbance="slow"');
  expect(body).toContain('slow<small>late by &#60;value&#62;</small>');
  expect(body).toContain('other_word<small>says &#34;no&#34;</small>');
  expect(body.match(/<h2>/g)).toHaveLength(2);
});

it('brings a script that defines how a page offers them for its session', () => {
  const { script } = disturbancePicker(known);
  expect(() => new Script(script)).not.toThrow();
  expect(script).toContain('function offerDisturbances(session)');
});
