import type { Case } from './case.ts';
import { accessCases } from './cases/access.ts';
import { applyCases, defaultCases, deletionCostCases, fieldValidationCases, protobufCases, validationCases } from './cases/apply.ts';
import { definitionErrorCases } from './cases/definition-errors.ts';
import { ephemeralCases } from './cases/ephemeral-containers.ts';
import { fieldSelectorCases, listCases, pagingCases, tableCases, watchCases } from './cases/collections.ts';
import { documentCases } from './cases/documents.ts';
import { admissionCases } from './cases/admission.ts';
import { infrastructureCases } from './cases/infrastructure.ts';
import { jobStatusCases } from './cases/job-status.ts';
import { jobTemplateCases } from './cases/job-templates.ts';
import { jobCases } from './cases/jobs.ts';
import { customCases, eventCases, leaseCases } from './cases/kinds.ts';
import { deleteCases, dryRunCases, namespaceCases, propagationCases } from './cases/lifecycle.ts';
import { limitCases } from './cases/limits.ts';
import { createGetUpdate, metadataCases, patchCases } from './cases/objects.ts';
import { policyCases } from './cases/policies.ts';
import { expressionCases } from './cases/policy-expressions.ts';
import { judgementCases } from './cases/policy-judgements.ts';
import { policyRequestCases } from './cases/policy-requests.ts';
import { ruleChangeCases } from './cases/rule-changes.ts';
import { ruleDefinitionCases } from './cases/rule-definitions.ts';
import { ruleCases } from './cases/rules.ts';
import { limitRangeCases, quotaCases } from './cases/namespace-limits.ts';
import { podSecurityCases } from './cases/pod-security.ts';
import { scaleApplyCases } from './cases/scale-apply.ts';
import { scaleOwnerCases } from './cases/scale-owners.ts';
import { webhookConfigurationCases } from './cases/webhook-configurations.ts';
import { conversionCases } from './cases/conversions.ts';
import { webhookElsewhereCases } from './cases/webhooks-elsewhere.ts';
import { mutatingWebhookCases } from './cases/webhooks-mutating.ts';
import { validatingWebhookCases } from './cases/webhooks-validating.ts';
import { structuralSchemaCases } from './cases/structural-schemas.ts';
import { podCases, scaleCases, statusCases, tokenCases } from './cases/subresources.ts';

/** By the name of the file that holds the real server's answers. */
export const SUITES: Readonly<Record<string, readonly Case[]>> = {
  objects: [...createGetUpdate, ...metadataCases, ...patchCases],
  collections: [...listCases, ...watchCases, ...tableCases, ...pagingCases, ...fieldSelectorCases],
  lifecycle: [...deleteCases, ...namespaceCases, ...propagationCases, ...dryRunCases],
  subresources: [...statusCases, ...scaleCases, ...podCases, ...tokenCases],
  bodies: [...applyCases, ...fieldValidationCases, ...defaultCases, ...validationCases, ...protobufCases, ...deletionCostCases],
  access: accessCases,
  kinds: [...eventCases, ...leaseCases, ...customCases],
  documents: documentCases,
  policies: policyCases,
  'policy-expressions': expressionCases,
  'policy-judgements': judgementCases,
  'policy-requests': policyRequestCases,
  'rule-definitions': ruleDefinitionCases,
  rules: [...ruleCases, ...ruleChangeCases],
  webhooks: [...validatingWebhookCases, ...mutatingWebhookCases, ...webhookElsewhereCases],
  'webhook-configurations': webhookConfigurationCases,
  conversions: conversionCases,
  'structural-schemas': structuralSchemaCases,
  limits: limitCases,
  jobs: [...jobCases, ...jobStatusCases, ...jobTemplateCases],
  infrastructure: infrastructureCases,
  'ephemeral-containers': ephemeralCases,
  'scale-apply': scaleApplyCases,
  'scale-owners': scaleOwnerCases,
  'definition-errors': definitionErrorCases,
  namespaces: [...limitRangeCases, ...quotaCases, ...podSecurityCases, ...admissionCases],
};
