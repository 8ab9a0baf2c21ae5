package main

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	appsv1 "k8s.io/client-go/applyconfigurations/apps/v1"
	corev1 "k8s.io/client-go/applyconfigurations/core/v1"
	applymetav1 "k8s.io/client-go/applyconfigurations/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

const manager = "gitops"

// gitops is one round of what a GitOps tool does: it applies what a repository says,
// repairs what somebody changed behind its back, leaves alone what it never said, and
// deletes what the repository does not hold any more.
func gitops(ctx context.Context, config *rest.Config, namespace string) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	deployments := client.AppsV1().Deployments(namespace)
	force := metav1.ApplyOptions{FieldManager: manager, Force: true}
	if _, err := deployments.Apply(ctx, web(namespace), metav1.ApplyOptions{FieldManager: manager}); err != nil {
		return fmt.Errorf("first apply: %w", err)
	}
	settings := corev1.ConfigMap("settings", namespace).WithLabels(map[string]string{"gitops": "loop"}).WithData(map[string]string{"a": "1"})
	if _, err := client.CoreV1().ConfigMaps(namespace).Apply(ctx, settings, force); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	fmt.Println("applied web")

	drift := `{"metadata":{"annotations":{"theirs":"kept"}},"spec":{"replicas":9}}`
	if _, err := deployments.Patch(ctx, "web", types.MergePatchType, []byte(drift), metav1.PatchOptions{FieldManager: "somebody"}); err != nil {
		return fmt.Errorf("drift: %w", err)
	}
	if _, err := deployments.Apply(ctx, web(namespace), metav1.ApplyOptions{FieldManager: manager}); err == nil {
		return fmt.Errorf("a drifted field was applied without a conflict")
	}
	repaired, err := deployments.Apply(ctx, web(namespace), force)
	if err != nil {
		return fmt.Errorf("repair: %w", err)
	}
	if *repaired.Spec.Replicas != 2 {
		return fmt.Errorf("replicas are %d after the repair", *repaired.Spec.Replicas)
	}
	fmt.Println("drift repaired")
	if repaired.Annotations["theirs"] != "kept" {
		return fmt.Errorf("an annotation of somebody else is gone")
	}
	fmt.Println("other owner kept")

	selector := metav1.ListOptions{LabelSelector: "gitops=loop"}
	if err := client.CoreV1().ConfigMaps(namespace).DeleteCollection(ctx, metav1.DeleteOptions{}, selector); err != nil {
		return fmt.Errorf("prune: %w", err)
	}
	fmt.Println("pruned settings")
	return nil
}

func web(namespace string) *appsv1.DeploymentApplyConfiguration {
	labels := map[string]string{"app": "web"}
	container := corev1.Container().WithName("web").WithImage("nginx:1.27")
	template := corev1.PodTemplateSpec().WithLabels(labels).WithSpec(corev1.PodSpec().WithContainers(container))
	spec := appsv1.DeploymentSpec().WithReplicas(2).WithSelector(applymetav1.LabelSelector().WithMatchLabels(labels)).WithTemplate(template)
	return appsv1.Deployment("web", namespace).WithSpec(spec)
}
