// Asks an API server (the kubeconfig that KUBECONFIG names) for what operators written in Go need, and says how each went.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const namespace = "client-go"

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		panic(err)
	}
	config.QPS, config.Burst = -1, 0
	binary := rest.CopyConfig(config)
	binary.ContentType = "application/vnd.kubernetes.protobuf"
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	client := kubernetes.NewForConfigOrDie(config)
	steps := []struct {
		name string
		do   func(context.Context, *kubernetes.Clientset) error
	}{
		{"namespace", inNamespace},
		{"informers", informersUnderChurn},
		{"pages", pages},
		{"election", election},
		{"events", events},
		{"apply", serverSideApply},
		{"eviction", eviction},
		{"tokens", tokens},
		{"protobuf", func(ctx context.Context, _ *kubernetes.Clientset) error {
			return informersUnderChurn(ctx, kubernetes.NewForConfigOrDie(binary))
		}},
		{"watches", manyWatches},
	}
	failed := false
	for _, step := range steps {
		if err := step.do(ctx, client); err != nil {
			failed = true
			fmt.Printf("%s: %v\n", step.name, err)
		} else {
			fmt.Printf("%s: ok\n", step.name)
		}
	}
	if failed {
		os.Exit(1)
	}
}

func named(name string) meta.ObjectMeta { return meta.ObjectMeta{Name: name, Namespace: namespace} }

func inNamespace(ctx context.Context, client *kubernetes.Clientset) error {
	_, err := client.CoreV1().Namespaces().Create(ctx, &core.Namespace{ObjectMeta: meta.ObjectMeta{Name: namespace}}, meta.CreateOptions{})
	return err
}
