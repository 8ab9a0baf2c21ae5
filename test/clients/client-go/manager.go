package main

import (
	"context"
	"fmt"
	"time"

	"github.com/go-logr/logr"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	applycorev1 "k8s.io/client-go/applyconfigurations/core/v1"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
)

const (
	apps      = 20
	appLabel  = "app"
	byImage   = "image"
	finalizer = "coxswain.test/app"
)

// manage runs an operator made with controller-runtime: every config map with label
// "app" gets a deployment and a secret of its own. It plays the user as well, and
// prints a line for each thing that has come about. Built-in kinds travel as Protobuf:
// that is controller-runtime's own choice.
func manage(ctx context.Context, config *rest.Config, namespace string) error {
	ctrl.SetLogger(logr.Discard())
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	manager, err := ctrl.NewManager(config, ctrl.Options{
		Scheme:                        scheme.Scheme,
		Metrics:                       server.Options{BindAddress: "0"},
		Cache:                         cache.Options{DefaultNamespaces: map[string]cache.Config{namespace: {}}},
		LeaderElection:                true,
		LeaderElectionID:              "apps.coxswain.test",
		LeaderElectionNamespace:       namespace,
		LeaderElectionReleaseOnCancel: true,
	})
	if err != nil {
		return err
	}
	if err := setUp(ctx, manager); err != nil {
		return err
	}
	user, err := client.New(config, client.Options{Scheme: scheme.Scheme})
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- manager.Start(ctx) }()
	select {
	case err := <-ended:
		return err
	case <-manager.Elected():
		fmt.Println("elected")
	}
	if err := useApps(ctx, user, manager.GetClient(), namespace); err != nil {
		return err
	}
	cancel()
	return <-ended
}

func setUp(ctx context.Context, manager ctrl.Manager) error {
	imageOf := func(object client.Object) []string {
		return []string{object.(*appsv1.Deployment).Spec.Template.Spec.Containers[0].Image}
	}
	if err := manager.GetFieldIndexer().IndexField(ctx, &appsv1.Deployment{}, byImage, imageOf); err != nil {
		return err
	}
	isApp := predicate.NewPredicateFuncs(func(object client.Object) bool { return object.GetLabels()[appLabel] != "" })
	return ctrl.NewControllerManagedBy(manager).
		For(&corev1.ConfigMap{}, builder.WithPredicates(isApp)).
		Owns(&appsv1.Deployment{}, builder.WithPredicates(predicate.GenerationChangedPredicate{})).
		WatchesMetadata(&corev1.Secret{}, handler.EnqueueRequestForOwner(manager.GetScheme(), manager.GetRESTMapper(), &corev1.ConfigMap{})).
		Complete(&appReconciler{manager.GetClient()})
}

type appReconciler struct {
	client.Client
}

func (r *appReconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	var app corev1.ConfigMap
	if err := r.Get(ctx, request.NamespacedName, &app); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	before := client.MergeFromWithOptions(app.DeepCopy(), client.MergeFromWithOptimisticLock{})
	if !app.DeletionTimestamp.IsZero() {
		if !controllerutil.RemoveFinalizer(&app, finalizer) {
			return ctrl.Result{}, nil
		}
		return ctrl.Result{}, client.IgnoreNotFound(r.Patch(ctx, &app, before))
	}
	if controllerutil.AddFinalizer(&app, finalizer) {
		if err := r.Patch(ctx, &app, before); err != nil {
			return ctrl.Result{}, err
		}
	}
	token := applycorev1.Secret(app.Name, app.Namespace).WithStringData(map[string]string{"token": "for " + app.Name})
	if err := r.Apply(ctx, token, client.FieldOwner("apps"), client.ForceOwnership); err != nil {
		return ctrl.Result{}, err
	}
	deployment := &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Name: app.Name, Namespace: app.Namespace}}
	_, err := controllerutil.CreateOrPatch(ctx, r.Client, deployment, func() error {
		labels := map[string]string{"name": app.Name}
		deployment.Spec.Selector = &metav1.LabelSelector{MatchLabels: labels}
		deployment.Spec.Template.Labels = labels
		if len(deployment.Spec.Template.Spec.Containers) == 0 {
			deployment.Spec.Template.Spec.Containers = make([]corev1.Container, 1)
		}
		container := &deployment.Spec.Template.Spec.Containers[0]
		container.Name, container.Image = "main", app.Data["image"]
		deployment.Status.ObservedGeneration = deployment.Generation
		return controllerutil.SetControllerReference(&app, deployment, r.Scheme())
	})
	return ctrl.Result{}, err
}

// useApps makes apps, breaks one, changes and deletes them all; `cached` sees what the
// operator's informers have seen.
func useApps(ctx context.Context, user, cached client.Client, namespace string) error {
	for i := range apps {
		if err := user.Create(ctx, appNamed(namespace, i)); err != nil {
			return err
		}
	}
	deployed := func(image string) func(context.Context) (bool, error) {
		return func(ctx context.Context) (bool, error) {
			var list appsv1.DeploymentList
			err := cached.List(ctx, &list, client.InNamespace(namespace), client.MatchingFields{byImage: image})
			return len(list.Items) == apps, err
		}
	}
	if err := await(ctx, "deployed", deployed("v1")); err != nil {
		return err
	}
	victim := &appsv1.Deployment{}
	key := client.ObjectKeyFromObject(appNamed(namespace, 7))
	if err := user.Get(ctx, key, victim); err != nil {
		return err
	}
	if err := user.Delete(ctx, victim, client.Preconditions{UID: &victim.UID}); err != nil {
		return err
	}
	err := await(ctx, "repaired", func(ctx context.Context) (bool, error) {
		var found appsv1.Deployment
		err := cached.Get(ctx, key, &found)
		return err == nil && found.UID != victim.UID, client.IgnoreNotFound(err)
	})
	if err != nil {
		return err
	}
	for i := range apps {
		app := appNamed(namespace, i)
		before := client.MergeFrom(app.DeepCopy())
		app.Data["image"] = "v2"
		if err := user.Patch(ctx, app, before); err != nil {
			return err
		}
	}
	if err := await(ctx, "followed", deployed("v2")); err != nil {
		return err
	}
	if err := user.DeleteAllOf(ctx, &corev1.ConfigMap{}, client.InNamespace(namespace), client.HasLabels{appLabel}); err != nil {
		return err
	}
	return await(ctx, "gone", func(ctx context.Context) (bool, error) {
		var left corev1.ConfigMapList
		var owned appsv1.DeploymentList
		if err := user.List(ctx, &left, client.InNamespace(namespace), client.HasLabels{appLabel}); err != nil {
			return false, err
		}
		err := cached.List(ctx, &owned, client.InNamespace(namespace))
		return len(left.Items)+len(owned.Items) == 0, err
	})
}

func appNamed(namespace string, number int) *corev1.ConfigMap {
	name := fmt.Sprintf("app-%d", number)
	meta := metav1.ObjectMeta{Name: name, Namespace: namespace, Labels: map[string]string{appLabel: name}}
	return &corev1.ConfigMap{ObjectMeta: meta, Data: map[string]string{"image": "v1"}}
}

func await(ctx context.Context, what string, condition wait.ConditionWithContextFunc) error {
	if err := wait.PollUntilContextTimeout(ctx, 20*time.Millisecond, patience, true, condition); err != nil {
		return fmt.Errorf("%s: %w (%v)", what, err, apierrors.ReasonForError(err))
	}
	fmt.Println(what)
	return nil
}
