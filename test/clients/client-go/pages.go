package main

import (
	"context"
	"fmt"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// Seven objects come in pages of three.
func pages(ctx context.Context, client *kubernetes.Clientset) error {
	maps := client.CoreV1().ConfigMaps(namespace)
	for i := range 7 {
		about := named(fmt.Sprintf("page-%d", i))
		about.Labels = map[string]string{"page": ""}
		if _, err := maps.Create(ctx, &core.ConfigMap{ObjectMeta: about}, meta.CreateOptions{}); err != nil {
			return err
		}
	}
	seen, rest := 0, ""
	for {
		page, err := maps.List(ctx, meta.ListOptions{LabelSelector: "page", Limit: 3, Continue: rest})
		if err != nil {
			return err
		}
		seen += len(page.Items)
		if rest = page.Continue; rest == "" {
			break
		}
	}
	if seen != 7 {
		return fmt.Errorf("seven were made, and %d seen", seen)
	}
	return nil
}
