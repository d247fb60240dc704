/**
 * The catalogue: one line per rule, in code order. A rule is a folder with `rule.ts` and `examples.md`.
 * Rules are pure and know the model only; they never read files, clocks or each other.
 */
import abi3Floor from "#lib/rules/abi3-floor/rule";
import bindingLayer from "#lib/rules/binding-layer/rule";
import buildCfgGate from "#lib/rules/build-cfg-gate/rule";
import builtinTypeAddress from "#lib/rules/builtin-type-address/rule";
import cachedConversion from "#lib/rules/cached-conversion/rule";
import capsuleAllocator from "#lib/rules/capsule-allocator/rule";
import capsuleStatic from "#lib/rules/capsule-static/rule";
import declarationConflict from "#lib/rules/declaration-conflict/rule";
import evalHook from "#lib/rules/eval-hook/rule";
import exceptionStatic from "#lib/rules/exception-static/rule";
import foreignThreadAttach from "#lib/rules/foreign-thread-attach/rule";
import gilstateApi from "#lib/rules/gilstate-api/rule";
import internedString from "#lib/rules/interned-string/rule";
import interpreterLifecycle from "#lib/rules/interpreter-lifecycle/rule";
import launderedBorrow from "#lib/rules/laundered-borrow/rule";
import multiInterpNotSupported from "#lib/rules/multi-interp-not-supported/rule";
import nestedPymoduleGuard from "#lib/rules/nested-pymodule-guard/rule";
import numpyApiStatic from "#lib/rules/numpy-api-static/rule";
import oncePythonInit from "#lib/rules/once-python-init/rule";
import perInterpreterGil from "#lib/rules/per-interpreter-gil/rule";
import perModuleState from "#lib/rules/per-module-state/rule";
import processExitHook from "#lib/rules/process-exit-hook/rule";
import processGlobalState from "#lib/rules/process-global-state/rule";
import processWideHook from "#lib/rules/process-wide-hook/rule";
import processWideRuntime from "#lib/rules/process-wide-runtime/rule";
import pyclassTypeObject from "#lib/rules/pyclass-type-object/rule";
import pyo3Fork from "#lib/rules/pyo3-fork/rule";
import pyo3ModulePolicy from "#lib/rules/pyo3-module-policy/rule";
import pystateModuleLookup from "#lib/rules/pystate-module-lookup/rule";
import pythonHeapAllocator from "#lib/rules/python-heap-allocator/rule";
import pythonMemoryStatic from "#lib/rules/python-memory-static/rule";
import rustCpythonModule from "#lib/rules/rust-cpython-module/rule";
import sharedGilOnly from "#lib/rules/shared-gil-only/rule";
import singlePhaseInit from "#lib/rules/single-phase-init/rule";
import statefulDependency from "#lib/rules/stateful-dependency/rule";
import staticCDefinition from "#lib/rules/static-c-definition/rule";
import staticFnPointer from "#lib/rules/static-fn-pointer/rule";
import staticPyCell from "#lib/rules/static-py-cell/rule";
import staticPyPointer from "#lib/rules/static-py-pointer/rule";
import staticPyRegistry from "#lib/rules/static-py-registry/rule";
import staticPyTransitive from "#lib/rules/static-py-transitive/rule";
import staticPyo3Cell from "#lib/rules/static-pyo3-cell/rule";
import staticTypeObject from "#lib/rules/static-type-object/rule";
import subinterpreterTests from "#lib/rules/subinterpreter-tests/rule";
import threadLocalPy from "#lib/rules/thread-local-py/rule";
import threadStatePlumbing from "#lib/rules/thread-state-plumbing/rule";
import undeclaredMultiPhase from "#lib/rules/undeclared-multi-phase/rule";
import unguardedPyo3Module from "#lib/rules/unguarded-pyo3-module/rule";
import unsafeSendSync from "#lib/rules/unsafe-send-sync/rule";
import type { Rule } from "#lib/scan/rule";

export const rules: readonly Rule[] = [
  multiInterpNotSupported,
  sharedGilOnly,
  perInterpreterGil,
  undeclaredMultiPhase,
  singlePhaseInit,
  pyo3ModulePolicy,
  unguardedPyo3Module,
  nestedPymoduleGuard,
  declarationConflict,
  staticPyPointer,
  staticPyCell,
  staticPyo3Cell,
  staticPyTransitive,
  threadLocalPy,
  rustCpythonModule,
  staticPyRegistry,
  internedString,
  exceptionStatic,
  pyclassTypeObject,
  cachedConversion,
  oncePythonInit,
  staticFnPointer,
  processGlobalState,
  staticTypeObject,
  builtinTypeAddress,
  staticCDefinition,
  pythonHeapAllocator,
  pythonMemoryStatic,
  capsuleAllocator,
  gilstateApi,
  foreignThreadAttach,
  processWideRuntime,
  interpreterLifecycle,
  threadStatePlumbing,
  evalHook,
  capsuleStatic,
  numpyApiStatic,
  pystateModuleLookup,
  processExitHook,
  processWideHook,
  unsafeSendSync,
  launderedBorrow,
  buildCfgGate,
  subinterpreterTests,
  bindingLayer,
  abi3Floor,
  statefulDependency,
  pyo3Fork,
  perModuleState,
];

/** Version of all rules together: what it was when it was cut, and the sum of the rules' revisions. */
export const ruleset = `2026.11.${rules.reduce((sum, rule) => sum + rule.revision, 0)}`;
