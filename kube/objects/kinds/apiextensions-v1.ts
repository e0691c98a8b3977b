// Written by scripts/write-kinds.ts: change that.
import type { KeyedList } from '../keyed-list.ts';
import type { MetaV1ObjectMeta } from './meta-v1.ts';

export interface ApiextensionsV1CustomResourceColumnDefinition {
  readonly description?: string;
  readonly format?: string;
  readonly jsonPath: string;
  readonly name: string;
  readonly priority?: number;
  readonly type: string;
}

export interface ApiextensionsV1CustomResourceConversion {
  readonly strategy: string;
  readonly webhook?: ApiextensionsV1WebhookConversion;
}

export interface ApiextensionsV1CustomResourceDefinition {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: ApiextensionsV1CustomResourceDefinitionSpec;
  readonly status?: ApiextensionsV1CustomResourceDefinitionStatus;
}

export interface ApiextensionsV1CustomResourceDefinitionCondition {
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface ApiextensionsV1CustomResourceDefinitionNames {
  readonly categories?: readonly string[];
  readonly kind: string;
  readonly listKind?: string;
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly singular?: string;
}

export interface ApiextensionsV1CustomResourceDefinitionSpec {
  readonly conversion?: ApiextensionsV1CustomResourceConversion;
  readonly group: string;
  readonly names: ApiextensionsV1CustomResourceDefinitionNames;
  readonly preserveUnknownFields?: boolean;
  readonly scope: string;
  readonly versions: readonly ApiextensionsV1CustomResourceDefinitionVersion[];
}

export interface ApiextensionsV1CustomResourceDefinitionStatus {
  readonly acceptedNames?: ApiextensionsV1CustomResourceDefinitionNames;
  readonly conditions?: KeyedList<ApiextensionsV1CustomResourceDefinitionCondition, 'type'>;
  readonly observedGeneration?: number;
  readonly storedVersions?: readonly string[];
}

export interface ApiextensionsV1CustomResourceDefinitionVersion {
  readonly additionalPrinterColumns?: readonly ApiextensionsV1CustomResourceColumnDefinition[];
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
  readonly name: string;
  readonly schema?: ApiextensionsV1CustomResourceValidation;
  readonly selectableFields?: readonly ApiextensionsV1SelectableField[];
  readonly served: boolean;
  readonly storage: boolean;
  readonly subresources?: ApiextensionsV1CustomResourceSubresources;
}

export interface ApiextensionsV1CustomResourceSubresourceScale {
  readonly labelSelectorPath?: string;
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
}

export interface ApiextensionsV1CustomResourceSubresourceStatus {}

export interface ApiextensionsV1CustomResourceSubresources {
  readonly scale?: ApiextensionsV1CustomResourceSubresourceScale;
  readonly status?: ApiextensionsV1CustomResourceSubresourceStatus;
}

export interface ApiextensionsV1CustomResourceValidation {
  readonly openAPIV3Schema?: ApiextensionsV1JSONSchemaProps;
}

export interface ApiextensionsV1ExternalDocumentation {
  readonly description?: string;
  readonly url?: string;
}

export interface ApiextensionsV1JSONSchemaProps {
  readonly $ref?: string;
  readonly $schema?: string;
  readonly additionalItems?: ApiextensionsV1JSONSchemaProps | boolean;
  readonly additionalProperties?: ApiextensionsV1JSONSchemaProps | boolean;
  readonly allOf?: readonly ApiextensionsV1JSONSchemaProps[];
  readonly anyOf?: readonly ApiextensionsV1JSONSchemaProps[];
  readonly default?: unknown;
  readonly definitions?: Readonly<Record<string, ApiextensionsV1JSONSchemaProps>>;
  readonly dependencies?: Readonly<Record<string, ApiextensionsV1JSONSchemaProps | readonly string[]>>;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly exclusiveMaximum?: boolean;
  readonly exclusiveMinimum?: boolean;
  readonly externalDocs?: ApiextensionsV1ExternalDocumentation;
  readonly format?: string;
  readonly id?: string;
  readonly items?: ApiextensionsV1JSONSchemaProps | readonly ApiextensionsV1JSONSchemaProps[];
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly maxProperties?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minProperties?: number;
  readonly minimum?: number;
  readonly multipleOf?: number;
  readonly not?: ApiextensionsV1JSONSchemaProps;
  readonly nullable?: boolean;
  readonly oneOf?: readonly ApiextensionsV1JSONSchemaProps[];
  readonly pattern?: string;
  readonly patternProperties?: Readonly<Record<string, ApiextensionsV1JSONSchemaProps>>;
  readonly properties?: Readonly<Record<string, ApiextensionsV1JSONSchemaProps>>;
  readonly required?: readonly string[];
  readonly title?: string;
  readonly type?: string;
  readonly uniqueItems?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-validations'?: KeyedList<ApiextensionsV1ValidationRule, 'rule'>;
}

export interface ApiextensionsV1SelectableField {
  readonly jsonPath: string;
}

export interface ApiextensionsV1ServiceReference {
  readonly name: string;
  readonly namespace: string;
  readonly path?: string;
  readonly port?: number;
}

export interface ApiextensionsV1ValidationRule {
  readonly fieldPath?: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly optionalOldSelf?: boolean;
  readonly reason?: string;
  readonly rule: string;
}

export interface ApiextensionsV1WebhookClientConfig {
  readonly caBundle?: string;
  readonly service?: ApiextensionsV1ServiceReference;
  readonly url?: string;
}

export interface ApiextensionsV1WebhookConversion {
  readonly clientConfig?: ApiextensionsV1WebhookClientConfig;
  readonly conversionReviewVersions: readonly string[];
}
