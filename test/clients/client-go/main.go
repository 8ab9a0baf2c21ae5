// Command client-go does with a server what controllers written in Go do, and says on
// standard output, a line each, what it saw. The end-to-end tests start it and read.
//
//	client-go informer  KUBECONFIG NAMESPACE    a shared informer on config maps
//	client-go elect     KUBECONFIG NAMESPACE ID leader election on Lease "leader"
//	client-go gitops    KUBECONFIG NAMESPACE    apply, drift, apply again, prune
//	client-go builtins  KUBECONFIG NAMESPACE    the life of an object of every built-in kind
//	client-go transfers KUBECONFIG NAMESPACE    HTTP/2 used hard
//	client-go manager   KUBECONFIG NAMESPACE    an operator made with controller-runtime, and its user
//	client-go envtest   FOLDER                  a test suite that has its servers started from a folder
//
// COXSWAIN_CONTENT_TYPE chooses what it speaks; without it, what client-go prefers.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if len(os.Args) == 3 && os.Args[1] == "envtest" {
		if err := environment(ctx, os.Args[2]); err != nil {
			fail(err)
		}
		return
	}
	if len(os.Args) < 4 {
		fail(fmt.Errorf("usage: client-go envtest FOLDER, or informer|elect|gitops|builtins|transfers|manager KUBECONFIG NAMESPACE [ID]"))
	}
	config, err := clientcmd.BuildConfigFromFlags("", os.Args[2])
	if err != nil {
		fail(err)
	}
	config.ContentType = os.Getenv("COXSWAIN_CONTENT_TYPE")
	config.QPS, config.Burst = 1000, 1000
	switch os.Args[1] {
	case "informer":
		err = inform(ctx, config, os.Args[3])
	case "elect":
		err = elect(ctx, config, os.Args[3], os.Args[4])
	case "gitops":
		err = gitops(ctx, config, os.Args[3])
	case "builtins":
		err = builtins(ctx, config, os.Args[3])
	case "transfers":
		err = transfers(ctx, config, os.Args[3])
	case "manager":
		err = manage(ctx, config, os.Args[3])
	default:
		err = fmt.Errorf("unknown task %q", os.Args[1])
	}
	if err != nil {
		fail(err)
	}
}

// inform prints "synced N" once, then what its handlers are told, then every second
// how many objects its cache holds.
func inform(ctx context.Context, config *rest.Config, namespace string) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(namespace))
	informer := factory.Core().V1().ConfigMaps().Informer()
	var added, updated, deleted atomic.Int64
	var synced atomic.Bool
	name := func(object any) string {
		if tombstone, ok := object.(cache.DeletedFinalStateUnknown); ok {
			object = tombstone.Obj
		}
		return object.(*corev1.ConfigMap).Name
	}
	_, err = informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: func(object any) {
			added.Add(1)
			if synced.Load() {
				fmt.Println("added", name(object))
			}
		},
		UpdateFunc: func(_, object any) {
			updated.Add(1)
			fmt.Println("updated", name(object), object.(*corev1.ConfigMap).Data["value"])
		},
		DeleteFunc: func(object any) {
			deleted.Add(1)
			fmt.Println("deleted", name(object))
		},
	})
	if err != nil {
		return err
	}
	factory.Start(ctx.Done())
	if !cache.WaitForCacheSync(ctx.Done(), informer.HasSynced) {
		return fmt.Errorf("never synced")
	}
	synced.Store(true)
	fmt.Println("synced", len(informer.GetStore().List()))
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Second):
			fmt.Println("holds", len(informer.GetStore().List()), added.Load(), updated.Load(), deleted.Load())
		}
	}
}

// elect takes part in an election with short times and prints who leads.
func elect(ctx context.Context, config *rest.Config, namespace, id string) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
		Lock: &resourcelock.LeaseLock{
			LeaseMeta:  metav1.ObjectMeta{Namespace: namespace, Name: "leader"},
			Client:     client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: id},
		},
		ReleaseOnCancel: true,
		LeaseDuration:   4 * time.Second,
		RenewDeadline:   3 * time.Second,
		RetryPeriod:     500 * time.Millisecond,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(context.Context) { fmt.Println("leading", id) },
			OnStoppedLeading: func() { fmt.Println("stopped", id) },
			OnNewLeader:      func(leader string) { fmt.Println("leader", leader) },
		},
	})
	return nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
