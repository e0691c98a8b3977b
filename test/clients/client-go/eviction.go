package main

import (
	"context"
	"time"

	core "k8s.io/api/core/v1"
	policy "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
)

// An evicted pod goes.
func eviction(ctx context.Context, client *kubernetes.Clientset) error {
	pods := client.CoreV1().Pods(namespace)
	account := &core.ServiceAccount{ObjectMeta: named("default")}
	_, _ = client.CoreV1().ServiceAccounts(namespace).Create(ctx, account, meta.CreateOptions{}) // where nobody gives one
	pod := &core.Pod{ObjectMeta: named("leaves"), Spec: core.PodSpec{Containers: []core.Container{{Name: "main", Image: "civ8s:1"}}}}
	if _, err := pods.Create(ctx, pod, meta.CreateOptions{}); err != nil {
		return err
	}
	if err := pods.EvictV1(ctx, &policy.Eviction{ObjectMeta: named("leaves")}); err != nil {
		return err
	}
	return wait.PollUntilContextTimeout(ctx, 50*time.Millisecond, 20*time.Second, true, func(ctx context.Context) (bool, error) {
		list, err := pods.List(ctx, meta.ListOptions{FieldSelector: "metadata.name=leaves"})
		return err == nil && len(list.Items) == 0, err
	})
}
