package main

import (
	"context"
	"fmt"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

// The second leads as soon as the first has given its lease back.
func election(ctx context.Context, client *kubernetes.Clientset) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	lock := func(identity string) *resourcelock.LeaseLock {
		config := resourcelock.ResourceLockConfig{Identity: identity}
		return &resourcelock.LeaseLock{LeaseMeta: named("lead"), Client: client.CoordinationV1(), LockConfig: config}
	}
	led := make(chan string, 2)
	run := func(ctx context.Context, identity string) {
		leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
			Lock: lock(identity), ReleaseOnCancel: true,
			LeaseDuration: 4 * time.Second, RenewDeadline: 3 * time.Second, RetryPeriod: 200 * time.Millisecond,
			Callbacks: leaderelection.LeaderCallbacks{OnStartedLeading: func(context.Context) { led <- identity }, OnStoppedLeading: func() {}},
		})
	}
	first, retire := context.WithCancel(ctx)
	defer retire()
	go run(first, "one")
	if who := <-led; who != "one" {
		return fmt.Errorf("%s leads first", who)
	}
	go run(ctx, "two")
	retire()
	select {
	case who := <-led:
		if who != "two" {
			return fmt.Errorf("%s leads second", who)
		}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
