package main

import (
	"context"
	"fmt"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// environment does what test suites of operators do: it has envtest start kube-apiserver
// and etcd from a folder, with envtest's own flags and certificates, and uses them. It
// prints a line for each thing that went well.
func environment(ctx context.Context, assets string) error {
	ctrl.SetLogger(logr.Discard())
	control := &envtest.Environment{BinaryAssetsDirectory: assets}
	config, err := control.Start()
	if err != nil {
		_ = control.Stop()
		return fmt.Errorf("start: %w", err)
	}
	fmt.Println("started")
	if err := useEnvironment(ctx, control, client.Options{}); err != nil {
		_ = control.Stop()
		return fmt.Errorf("%s: %w", config.Host, err)
	}
	if err := control.Stop(); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	fmt.Println("stopped")
	return nil
}

func useEnvironment(ctx context.Context, control *envtest.Environment, options client.Options) error {
	admin, err := client.New(control.Config, options)
	if err != nil {
		return err
	}
	settings := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "settings", Namespace: "default"}}
	if err := admin.Create(ctx, settings); err != nil {
		return err
	}
	fmt.Println("used")
	user, err := control.AddUser(envtest.User{Name: "jane", Groups: []string{"system:masters"}}, nil)
	if err != nil {
		return err
	}
	jane, err := client.New(user.Config(), options)
	if err != nil {
		return err
	}
	if err := jane.Get(ctx, client.ObjectKeyFromObject(settings), settings); err != nil {
		return err
	}
	fmt.Println("user added")
	return nil
}
