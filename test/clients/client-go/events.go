package main

import (
	"context"
	"time"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	clients "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/record"
)

// The same Event three times is one that counts to three.
func events(ctx context.Context, client *kubernetes.Clientset) error {
	broadcaster := record.NewBroadcaster()
	broadcaster.StartRecordingToSink(&clients.EventSinkImpl{Interface: client.CoreV1().Events(namespace)})
	defer broadcaster.Shutdown()
	recorder := broadcaster.NewRecorder(scheme.Scheme, core.EventSource{Component: "client-go"})
	about := &core.ConfigMap{ObjectMeta: named("page-0")}
	for range 3 {
		recorder.Event(about, core.EventTypeNormal, "Again", "the same thing happened")
	}
	return wait.PollUntilContextTimeout(ctx, 50*time.Millisecond, 20*time.Second, true, func(ctx context.Context) (bool, error) {
		list, err := client.CoreV1().Events(namespace).List(ctx, meta.ListOptions{FieldSelector: "reason=Again"})
		return err == nil && len(list.Items) == 1 && list.Items[0].Count == 3, err
	})
}
