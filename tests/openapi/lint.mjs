// Reads an OpenAPI document from standard input and prints what the public linter finds in it, as TAP.
import { lintFromString, createConfig } from '@redocly/openapi-core';

let source = '';
for await (const chunk of process.stdin) source += chunk;
// Operations that answer 4XX are one range for all refusals; servers are relative, as the place is the city's.
const config = await createConfig({ extends: ['recommended'], rules: { 'operation-4xx-response': 'off', 'no-server-example.com': 'off' } });
const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
const errors = problems.filter((problem) => problem.severity === 'error');
for (const problem of problems) {
  const where = problem.location.map((at) => at.pointer ?? '').join(' ');
  console.log(`# ${problem.severity}: ${problem.ruleId}: ${problem.message.split('\n')[0]} ${where}`);
}
console.log(`${errors.length === 0 ? 'ok' : 'not ok'} 1 - the OpenAPI document passes a public linter (${problems.length - errors.length} warnings)`);
console.log('1..1');
process.exit(errors.length === 0 ? 0 : 1);
