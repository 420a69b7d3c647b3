import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../server/database/tables.ts';
import { INTERACTION_KINDS } from '../../../server/exposures/interaction-kinds.ts';
import { buildTrialReport } from '../../../server/reports/build-trial-report.ts';
import { reportPage } from '../../../server/reports/page/report-page.tsx';
import { renderJson } from '../../../server/reports/render-json.ts';
import { renderText } from '../../../server/reports/render-text.ts';
import {
  type TrialReport,
  trialReportSchema,
} from '../../../server/reports/schema/report-schema.ts';
import { type TestDatabase, testDatabase } from '../../helpers/database.ts';
import { ORDINARY_TRUTH, ordinary } from './behaviours.ts';
import {
  exampleProtocol,
  insertMany,
  LONG_AFTER,
  type MadeUp,
  madeUpTrial,
} from './made-up-trial.ts';

let database: TestDatabase;
let db: Kysely<Database>;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

async function reported(made: Partial<MadeUp>): Promise<TrialReport> {
  const trial = await madeUpTrial(db, {
    protocol: exampleProtocol(),
    people: 400,
    seed: 1,
    behave: ordinary,
    ...made,
  });
  return buildTrialReport(db, trial.slug, LONG_AFTER);
}

function primaryOf(report: TrialReport, arm = 'red_flag_replay') {
  return report.effect!.comparisons.find((comparison) => comparison.arm === arm)!.primary!;
}

describe('a report of the same data', () => {
  it('is the same bytes, whenever and from whatever order of rows it is made', async () => {
    const trial = await madeUpTrial(db, {
      protocol: exampleProtocol(),
      people: 500,
      seed: 11,
      behave: ordinary,
    });
    const first = renderJson(await buildTrialReport(db, trial.slug, LONG_AFTER));
    const later = new Date('2031-01-01T00:00:00Z');
    expect(renderJson(await buildTrialReport(db, trial.slug, later))).toBe(first);
    // Every row moves to another place in its table.
    await sql`update exposures set ended_at = ended_at where trial_id = ${trial.trialId} and stage_person > 2`.execute(
      database.ownerDb,
    );
    await sql`create table shuffled as select * from assignments where trial_id = ${trial.trialId} order by md5(participant_id::text)`.execute(
      database.ownerDb,
    );
    await sql`delete from assignments where trial_id = ${trial.trialId}`.execute(database.ownerDb);
    await sql`insert into assignments select * from shuffled`.execute(database.ownerDb);
    expect(renderJson(await buildTrialReport(db, trial.slug, later))).toBe(first);
  });

  it('has the shape of the published schema and names all it was made by', async () => {
    const report = await reported({ seed: 12 });
    expect(trialReportSchema.parse(JSON.parse(renderJson(report)))).toEqual(
      JSON.parse(renderJson(report)),
    );
    expect(report.versions).toMatchObject({
      code: expect.stringMatching(/^\d+\.\d+\.\d+/),
      query: { name: expect.any(String), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      protocolHash: expect.any(String),
      saltSha256: 'ab'.repeat(32),
      saltDisclosed: 'cd'.repeat(32),
    });
    expect(report.versions.protocolsAssignedUnder).toEqual([
      { protocolHash: report.versions.protocolHash, algorithm: 'scampaign-1', people: 400 },
    ]);
  });
});

describe('before the planned look', () => {
  const midway = new Date('2027-01-02T12:00:00Z');

  it.each(['at_close', 'after_primary_wave'] as const)(
    'nothing that depends on an outcome by arm is in any form of the report (%s)',
    async (looks) => {
      const trial = await madeUpTrial(db, {
        protocol: exampleProtocol((protocol) => {
          protocol.analysis.looks = looks;
        }),
        people: 300,
        seed: looks === 'at_close' ? 21 : 22,
        state: 'running',
        behave: ordinary,
      });
      const forms = async () => {
        const report = await buildTrialReport(db, trial.slug, midway);
        return {
          masked: report.masked !== null,
          json: renderJson(report),
          text: renderText(report),
          page: reportPage(report),
        };
      };
      const before = await forms();
      expect(before.masked).toBe(true);
      expect(before.text).toContain('EFFECTS ARE MASKED');
      // One arm now falls for everything, is untouched by training, and reports everything.
      await sql`
        update exposures e set stage_person = 5, flags_person = e.flags_person | 1 | 64 | 128
        from assignments a
        where a.participant_id = e.participant_id and a.arm = 'red_flag_replay'
          and e.trial_id = ${trial.trialId}
      `.execute(db);
      expect(await forms()).toEqual(before);
      for (const word of ['comparisons', 'riskRatio', 'compromised']) {
        expect(before.json).not.toContain(word);
      }
    },
  );

  it('enrolment and harms are shown all the same', async () => {
    const trial = await madeUpTrial(db, {
      protocol: exampleProtocol(),
      people: 100,
      seed: 23,
      state: 'running',
    });
    await insertMany(db, 'harms', [
      { trial_id: trial.trialId, kind: 'distressed', arm: 'red_flag_replay', people: 3 },
    ]);
    const report = await buildTrialReport(db, trial.slug, midway);
    expect(report.masked?.look).toBe('at_close');
    expect(report.effect).toBeNull();
    expect(report.uptake).toBeNull();
    expect(report.enrolment?.assigned).toBe(100);
    expect(report.flow.reduce((sum, { assigned }) => sum + assigned, 0)).toBe(100);
    const distressed = report.harms!.find(({ kind }) => kind === 'distressed')!;
    expect(distressed.arms.find(({ arm }) => arm === 'red_flag_replay')!.people).toBe(3);
    expect(renderText(report)).toContain('none reported');
  });

  it('the look opens with the last window of the primary wave and not before', async () => {
    const trial = await madeUpTrial(db, {
      protocol: exampleProtocol((protocol) => {
        protocol.analysis.looks = 'after_primary_wave';
      }),
      people: 60,
      seed: 24,
      state: 'running',
      behave: ordinary,
    });
    // One person's window is over an hour after everybody else's.
    const last =
      Math.max(...trial.exposures.map(({ closes_at }) => closes_at.getTime())) + 3_600_000;
    const straggler = trial.exposures.find(
      ({ wave, role, sent_at, undelivered_at }) =>
        wave === 1 && role === 1 && sent_at !== null && undelivered_at === null,
    )!;
    await db
      .updateTable('exposures')
      .set({ closes_at: new Date(last) })
      .where('participant_id', '=', straggler.participant_id)
      .where('exposure_no', '=', straggler.exposure_no)
      .execute();
    const at = (ms: number) => buildTrialReport(db, trial.slug, new Date(ms));
    expect((await at(last - 1)).masked).not.toBeNull();
    expect((await at(last)).masked).toBeNull();
    expect((await at(last)).effect).not.toBeNull();
  });
});

describe('what the report must catch', () => {
  it('a broken 60/40 split stands above the result as do not rely', async () => {
    const arm = (n: number) => (n % 10 < 6 ? 'reveal_only' : 'red_flag_replay');
    const protocol = exampleProtocol((document) => {
      document.arms = document.arms.filter(({ key }) => key !== 'awareness_message');
      document.randomisation.allocation = { reveal_only: 0.5, red_flag_replay: 0.5 };
    });
    const report = await reported({ seed: 31, people: 600, arm, protocol });
    expect(report.health.sampleRatio.stop).toBe(true);
    expect(report.effect!.headline).toBe(false);
    for (const shown of [renderText(report), reportPage(report)]) {
      const warning = shown.search(/do not rely/i);
      expect(warning).toBeGreaterThan(0);
      const result = shown.search(/<b>[−+][\d.]+<\/b> in 100|PRIMARY OUTCOME/);
      expect(warning).toBeLessThan(result);
    }
    const even = (n: number) => (n % 2 === 0 ? 'reveal_only' : 'red_flag_replay');
    const sound = await reported({
      seed: 32,
      people: 600,
      arm: even,
      protocol: exampleProtocol((document) => {
        document.arms = document.arms.filter(({ key }) => key !== 'awareness_message');
        document.randomisation.allocation = { reveal_only: 0.5, red_flag_replay: 0.5 };
      }),
    });
    expect(sound.health.sampleRatio.stop).toBe(false);
    expect(renderText(sound) + reportPage(sound)).not.toMatch(/do not rely/i);
  });

  it("visits of machines, in one arm only, don't move the headline", async () => {
    const quiet: MadeUp['behave'] = (exposure, person, random) => {
      ordinary(exposure, person, random);
      exposure.stage_machine = 0;
    };
    const scanned: MadeUp['behave'] = (exposure, person, random) => {
      ordinary(exposure, person, random);
      exposure.stage_machine = person.arm === 'red_flag_replay' ? 5 : 0;
      exposure.flags_machine = 1 | 32;
    };
    const without = primaryOf(await reported({ seed: 33, behave: quiet }));
    const withScanners = primaryOf(await reported({ seed: 33, behave: scanned }));
    expect(withScanners.people).toEqual(without.people);
    expect(withScanners.everything.arm.risk).toBe(1);
  });

  it('training that halves opening leaves the estimate where it was', async () => {
    const opening: MadeUp['behave'] = (exposure, person, random) => {
      ordinary(exposure, person, random);
      if (exposure.stage_person > 0 && exposure.stage_person < 5) exposure.stage_person = 1;
    };
    // The same people, but every second one of the trained who wouldn't have fallen doesn't open.
    let seen = 0;
    const halved: MadeUp['behave'] = (exposure, person, random) => {
      opening(exposure, person, random);
      const trained = person.arm === 'red_flag_replay' && exposure.wave === 1;
      if (trained && exposure.stage_person === 1 && seen++ % 2 === 0) exposure.stage_person = 0;
    };
    const before = await reported({ seed: 34, behave: opening });
    const after = await reported({ seed: 34, behave: halved });
    expect(primaryOf(after)).toEqual(primaryOf(before));
    const seenBy = (report: TrialReport) =>
      report.uptake!.find(
        (row) => row.wave === 'w2' && row.role === 'lure' && row.arm === 'red_flag_replay',
      )!.seen;
    expect(seenBy(after)).toBeLessThan(seenBy(before) * 0.8);
  });
});

describe('people who left', () => {
  it('stay in the denominators of their arm, and every box of the flow adds up', async () => {
    const trial = await madeUpTrial(db, {
      protocol: exampleProtocol(),
      people: 200,
      seed: 41,
      behave: ordinary,
    });
    await insertMany(
      db,
      'tallies',
      [
        ['withdrawn', 'red_flag_replay', 4],
        ['expired', 'reveal_only', 2],
        ['withdrawn', '', 3],
        ['declined', '', 50],
        ['stepped_aside', '', 1],
      ].map(([fate, arm, people]) => ({
        trial_id: trial.trialId,
        fate,
        arm,
        stratum: 'students',
        people,
      })),
    );
    const report = await buildTrialReport(db, trial.slug, LONG_AFTER);
    const { enrolment, flow } = report;
    expect(enrolment).toMatchObject({
      registered: 209,
      assigned: 206,
      declined: 50,
      steppedAside: 1,
      leftBeforeAssignment: 3,
      awaitingAssignment: 0,
    });
    expect(flow.reduce((sum, { assigned }) => sum + assigned, 0)).toBe(206);
    for (const arm of flow) {
      for (const { byStatus, analysed } of arm.waves) {
        expect(Object.values(byStatus).reduce((sum, people) => sum + people, 0)).toBe(arm.assigned);
        expect(byStatus.analysed).toBe(analysed);
      }
    }
    const replay = flow.find(({ arm }) => arm === 'red_flag_replay')!;
    expect(replay.waves[0]!.byStatus.withdrawn).toBe(4);
    const withdrew = report.harms!.find(({ kind }) => kind === 'withdrawn')!;
    expect(withdrew.arms.find(({ arm }) => arm === 'red_flag_replay')!.people).toBe(4);
    expect(withdrew.otherPeople).toBe(3);
  });

  it('and the debriefs owed are counted as told, seen and not reached', async () => {
    const trial = await madeUpTrial(db, { protocol: exampleProtocol(), people: 4, seed: 42 });
    const [told, seen, both, neither] = trial.people.map(({ participant_id }) => participant_id);
    const at = '2027-01-10T00:00:00Z';
    await insertMany(
      db,
      'debriefs',
      [
        { participant_id: told, told_at: at, settled_at: null },
        { participant_id: seen, told_at: null, settled_at: at },
        { participant_id: both, told_at: at, settled_at: at },
        { participant_id: neither, told_at: null, settled_at: null },
      ].map((row) => ({ ...row, wave: 0, kind: 'reveal', owed_since: at })),
    );
    const report = await buildTrialReport(db, trial.slug, LONG_AFTER);
    expect(report.telling).toEqual([
      { wave: 'w1', kind: 'reveal', owed: 4, told: 2, settled: 2, neverReached: 1 },
    ]);
  });
});

describe('what people answered on the reveal', () => {
  it('is counted by last answer over all arms, in visits of people, and never masked', async () => {
    const protocol = exampleProtocol((changed) => {
      changed.analysis.looks = 'at_close';
    });
    const trial = await madeUpTrial(db, { protocol, people: 4, seed: 43, state: 'running' });
    const [one, two, three, machine] = trial.people.map(({ participant_id }) => participant_id!);
    const { tap_heard, tap_practice, tap_feeling } = INTERACTION_KINDS;
    const answers: [string | undefined, { code: number }, number, string][] = [
      [one, tap_feeling, 3, '10:00'],
      // Thinks again, on the reveal of the other offer of the wave.
      [one, tap_feeling, 1, '10:05'],
      [two, tap_feeling, 3, '10:00'],
      [three, tap_feeling, 2, '10:00'],
      [three, tap_heard, 2, '10:01'],
      [machine, tap_practice, 1, '10:00'],
      [machine, tap_feeling, 3, '10:00'],
    ];
    const views = answers.map(([participant_id, { code }, value, time], place) => ({
      participant_id,
      exposure_no: place === 1 ? 2 : 1,
      view_id: `00000000-0000-7000-8000-00000000000${place}`,
      seq: 101,
      kind: code,
      value,
      at: `2027-01-10T${time}:00Z`,
    }));
    await insertMany(
      db,
      'views',
      views.map(({ participant_id, exposure_no, view_id }) => ({
        ...{ participant_id, exposure_no, view_id },
        ...{ machine: participant_id === machine, quick: false, gesture: true },
        ...{ stage: 0, flags: 0 },
      })),
    );
    await insertMany(
      db,
      'interactions',
      views.map((view) => ({ ...view, page_ms: 4000, basis: 1 })),
    );
    const report = await buildTrialReport(db, trial.slug, LONG_AFTER);
    expect(report.masked).not.toBeNull();
    expect(report.answers).toEqual([
      {
        wave: 'w1',
        question: 'heard',
        choices: [
          { choice: 'yes', people: 0 },
          { choice: 'no', people: 1 },
          { choice: 'not_sure', people: 0 },
        ],
      },
      {
        wave: 'w1',
        question: 'feeling',
        choices: [
          { choice: 'fine', people: 1 },
          { choice: 'surprised', people: 1 },
          { choice: 'upset', people: 1 },
        ],
      },
    ]);
    expect(renderText(report)).toContain(
      'How did they feel then? (w1) Of 3: fine 1, a bit surprised 1, upset 1.',
    );
  });
});

describe('what the report says of the trial itself', () => {
  it('lists each change since the launch with date and reason, and none explicitly', async () => {
    const trial = await madeUpTrial(db, { protocol: exampleProtocol(), people: 20, seed: 51 });
    const before = await buildTrialReport(db, trial.slug, LONG_AFTER);
    expect(before.changes).toEqual([]);
    expect(renderText(before)).toMatch(/WHAT CHANGED SINCE THE LAUNCH\n─+\nNone\./);
    await insertMany(
      db,
      'audit_entries',
      [
        ['trial.pause', { why: 'A sender name was misspelt' }],
        ['trial.submit_amendment', {}],
        ['trial.approve_amendment', { reason: 'New helpline number' }],
      ].map(([action, detail], index) => ({
        entry_no: index + 1,
        at: `2026-12-0${index + 2}T00:00:00Z`,
        actor: 'someone',
        action,
        subject: `trial:${trial.slug}`,
        detail,
        previous_hash: `\\x0${index}`,
        hash: `\\x0${index + 1}`,
      })),
    );
    const { changes } = await buildTrialReport(db, trial.slug, LONG_AFTER);
    expect(changes).toEqual([
      { at: '2026-12-02T00:00:00.000Z', what: 'Paused', why: 'A sender name was misspelt' },
      {
        at: '2026-12-04T00:00:00.000Z',
        what: expect.stringContaining('Amended'),
        why: 'New helpline number',
      },
    ]);
  });

  it('shows the truth of a rehearsal beside its estimate, and refuses one for a field trial', async () => {
    const made = { protocol: exampleProtocol(), people: 900, seed: 52, behave: ordinary };
    const rehearsal = await madeUpTrial(db, { ...made, purpose: 'rehearsal' });
    const report = await buildTrialReport(db, rehearsal.slug, LONG_AFTER, {
      truth: ORDINARY_TRUTH,
    });
    const text = renderText(report);
    expect(text).toContain('THIS IS A REHEARSAL');
    expect(text).toContain('the true difference was −12.0 in 100');
    expect(reportPage(report)).toContain('This is a rehearsal');
    const field = await madeUpTrial(db, { ...made, protocol: exampleProtocol() });
    await expect(
      buildTrialReport(db, field.slug, LONG_AFTER, { truth: ORDINARY_TRUTH }),
    ).rejects.toThrow('field trial');
  });

  it('refuses an unknown trial, and one that has not been launched', async () => {
    await expect(buildTrialReport(db, 'nothing-here', LONG_AFTER)).rejects.toMatchObject({
      code: 'not_found',
    });
    const trial = await madeUpTrial(db, { protocol: exampleProtocol(), people: 1, seed: 53 });
    await sql`update trials set launched_at = null, state = 'approved' where trial_id = ${trial.trialId}`.execute(
      db,
    );
    await expect(buildTrialReport(db, trial.slug, LONG_AFTER)).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('names a covariate of the protocol that the service does not record', async () => {
    const protocol = exampleProtocol((document) => {
      document.analysis.covariates = ['locale', 'years_online'];
    });
    const report = await reported({ seed: 54, people: 100, protocol });
    expect(report.effect!.plan.covariates).toEqual(['locale']);
    expect(report.notes.join()).toContain('years_online');
  });
});
