package main

import (
	"context"
	"fmt"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	apply "k8s.io/client-go/applyconfigurations/core/v1"
	"k8s.io/client-go/kubernetes"
)

// What another owns is taken by force alone, and what one owns can be read back.
func serverSideApply(ctx context.Context, client *kubernetes.Clientset) error {
	maps := client.CoreV1().ConfigMaps(namespace)
	wanted := apply.ConfigMap("applied", namespace).WithData(map[string]string{"a": "1"})
	if _, err := maps.Apply(ctx, wanted, meta.ApplyOptions{FieldManager: "one"}); err != nil {
		return err
	}
	other := apply.ConfigMap("applied", namespace).WithData(map[string]string{"a": "2"})
	if _, err := maps.Apply(ctx, other, meta.ApplyOptions{FieldManager: "two"}); err == nil {
		return fmt.Errorf("what another manager owns was taken without force")
	}
	taken, err := maps.Apply(ctx, other, meta.ApplyOptions{FieldManager: "two", Force: true})
	if err != nil {
		return err
	}
	mine, err := apply.ExtractConfigMap(taken, "two")
	if err != nil || mine.Data["a"] != "2" {
		return fmt.Errorf("what two owns is not found: %v", err)
	}
	return nil
}
