package main

import (
	"context"
	"fmt"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// 250 watches are told of one object.
func manyWatches(ctx context.Context, client *kubernetes.Clientset) error {
	maps := client.CoreV1().ConfigMaps(namespace)
	seen := make(chan error, 250)
	for range 250 {
		watch, err := maps.Watch(ctx, meta.ListOptions{FieldSelector: "metadata.name=seen-by-all"})
		if err != nil {
			return err
		}
		go func() {
			defer watch.Stop()
			if event, ok := <-watch.ResultChan(); !ok || event.Type != "ADDED" {
				seen <- fmt.Errorf("a watch was told %q", event.Type)
			} else {
				seen <- nil
			}
		}()
	}
	if _, err := maps.Create(ctx, &core.ConfigMap{ObjectMeta: named("seen-by-all")}, meta.CreateOptions{}); err != nil {
		return err
	}
	for range 250 {
		select {
		case err := <-seen:
			if err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
