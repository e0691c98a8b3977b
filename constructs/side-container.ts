import { Size } from 'cdk8s';
import { Cpu, ImagePullPolicy, type ContainerProps } from 'cdk8s-plus-28';
import { restrictedContainer } from './restricted.ts';

/**
 * A container beside the worker, as `restricted` wants it, and small: cdk8s-plus would ask for a whole CPU and always
 * pull. What the props say goes first.
 */
export const sideContainer = ({ securityContext, ...container }: ContainerProps): ContainerProps => ({
  imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
  resources: {
    cpu: { request: Cpu.millis(10), limit: Cpu.millis(500) },
    memory: { request: Size.mebibytes(16), limit: Size.mebibytes(128) },
  },
  ...container,
  securityContext: { ...restrictedContainer, ...securityContext },
});
