package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// Three informers agree with the server after forty objects of each kind have come, changed and gone again.
func informersUnderChurn(ctx context.Context, client *kubernetes.Clientset) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(namespace))
	maps, secrets, services := factory.Core().V1().ConfigMaps(), factory.Core().V1().Secrets(), factory.Core().V1().Services()
	stores := []cache.SharedIndexInformer{maps.Informer(), secrets.Informer(), services.Informer()}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	var work sync.WaitGroup
	problems := make(chan error, 120)
	for i := range 40 {
		work.Add(1)
		go func() {
			defer work.Done()
			problems <- churn(ctx, client, fmt.Sprintf("churn-%d", i), i%2 == 0)
		}()
	}
	work.Wait()
	close(problems)
	for err := range problems {
		if err != nil {
			return err
		}
	}
	err := wait.PollUntilContextTimeout(ctx, 20*time.Millisecond, 20*time.Second, true, func(context.Context) (bool, error) {
		return left(stores[0]) == 20 && left(stores[1]) == 20 && left(stores[2]) == 20, nil
	})
	if err != nil {
		return fmt.Errorf("%d, %d and %d are left: %w", left(stores[0]), left(stores[1]), left(stores[2]), err)
	}
	for i := 1; i < 40; i += 2 {
		name := fmt.Sprintf("churn-%d", i)
		if err := client.CoreV1().Services(namespace).Delete(ctx, name, meta.DeleteOptions{}); err != nil {
			return err
		}
	}
	churned := meta.ListOptions{LabelSelector: "churn"}
	if err := client.CoreV1().ConfigMaps(namespace).DeleteCollection(ctx, meta.DeleteOptions{}, churned); err != nil {
		return err
	}
	return client.CoreV1().Secrets(namespace).DeleteCollection(ctx, meta.DeleteOptions{}, churned)
}

// How many of those that were changed last does an informer hold?
func left(informer cache.SharedIndexInformer) int {
	count := 0
	for _, object := range informer.GetStore().List() {
		if object.(meta.Object).GetLabels()["churn"] == "twice" {
			count++
		}
	}
	return count
}

func churn(ctx context.Context, client *kubernetes.Clientset, name string, goes bool) error {
	about := named(name)
	about.Labels = map[string]string{"churn": "once"}
	maps, secrets, services := client.CoreV1().ConfigMaps(namespace), client.CoreV1().Secrets(namespace), client.CoreV1().Services(namespace)
	made, err := maps.Create(ctx, &core.ConfigMap{ObjectMeta: about}, meta.CreateOptions{})
	if err != nil {
		return err
	}
	hidden, err := secrets.Create(ctx, &core.Secret{ObjectMeta: about}, meta.CreateOptions{})
	if err != nil {
		return err
	}
	spec := core.ServiceSpec{ClusterIP: "None", Ports: []core.ServicePort{{Port: 80}}}
	served, err := services.Create(ctx, &core.Service{ObjectMeta: about, Spec: spec}, meta.CreateOptions{})
	if err != nil {
		return err
	}
	made.Labels["churn"], hidden.Labels["churn"], served.Labels["churn"] = "twice", "twice", "twice"
	if _, err = maps.Update(ctx, made, meta.UpdateOptions{}); err != nil {
		return err
	}
	if _, err = secrets.Update(ctx, hidden, meta.UpdateOptions{}); err != nil {
		return err
	}
	if _, err = services.Update(ctx, served, meta.UpdateOptions{}); err != nil || !goes {
		return err
	}
	for _, gone := range []func(context.Context, string, meta.DeleteOptions) error{maps.Delete, secrets.Delete, services.Delete} {
		if err = gone(ctx, name, meta.DeleteOptions{}); err != nil {
			return err
		}
	}
	return nil
}
